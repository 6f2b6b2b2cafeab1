import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {gathered} from './gathering.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class Connection extends EventTarget {
  iceGatheringState = 'gathering';
  signalingState = 'have-local-offer';
  localDescription = {sdp: 'v=0\r\n'};

  candidate(candidate: string, tcpType: string | null = null): void {
    this.dispatchEvent(Object.assign(new Event('icecandidate'), {candidate: {candidate, tcpType}}));
  }
  complete(): void {
    this.iceGatheringState = 'complete';
    this.dispatchEvent(new Event('icegatheringstatechange'));
  }
}

function gather(connection: Connection, timeout = 300) {
  const state = {done: false};
  void gathered(connection as unknown as RTCPeerConnection, timeout).then(() => (state.done = true));
  return {
    done: async (after = 0) => {
      await vi.advanceTimersByTimeAsync(after);
      return state.done;
    },
  };
}

it('waits for nothing when all is gathered', async () => {
  const connection = new Connection();
  connection.iceGatheringState = 'complete';
  expect(await gather(connection).done()).toBe(true);
});

it('is done when gathering completes', async () => {
  const connection = new Connection();
  const gathering = gather(connection);
  expect(await gathering.done()).toBe(false);
  connection.complete();
  expect(await gathering.done()).toBe(true);
});

it('counts from the first usable candidate', async () => {
  const connection = new Connection();
  const gathering = gather(connection);
  connection.candidate('candidate:1 1 tcp 1 10.0.0.1 9 typ host', 'active');
  connection.candidate('');
  expect(await gathering.done(1_000)).toBe(false);
  connection.candidate('candidate:2 1 udp 1 10.0.0.1 4000 typ host');
  expect(await gathering.done(200)).toBe(false);
  connection.candidate('candidate:3 1 udp 1 10.0.0.2 4000 typ host');
  expect(await gathering.done(100)).toBe(true);
});

it('counts from the start when there is a candidate already', async () => {
  const connection = new Connection();
  connection.localDescription.sdp += 'a=candidate:2 1 udp 1 10.0.0.1 4000 typ host\r\n';
  const gathering = gather(connection);
  expect(await gathering.done(299)).toBe(false);
  expect(await gathering.done(1)).toBe(true);
});

it('goes without candidates when none comes', async () => {
  const gathering = gather(new Connection());
  expect(await gathering.done(4_999)).toBe(false);
  expect(await gathering.done(1)).toBe(true);
});
