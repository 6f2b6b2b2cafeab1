import {SidetoneError, type Call, type Phone} from '@sidetone/core';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {BroughtIn} from './brought-in.js';
import {Floor} from './floor.js';
import {PageMix} from './page-mix.js';
import type {Stay} from '../stay/stay.js';

/** A call as the page sees it; what happens to it is told. */
class FakeCall extends EventTarget {
  connectedAt: number | undefined = 1;
  ended = false;
  status = 'connected';
  heldBy = 'none';
  pending: string | undefined;
  muted = false;
  direction = 'incoming';
  readonly id = crypto.randomUUID();
  readonly hold = vi.fn(async () => this.is({heldBy: 'local'}));
  readonly resume = vi.fn(async () => this.is({heldBy: 'none'}));

  is(change: Partial<Pick<FakeCall, 'heldBy' | 'pending' | 'connectedAt' | 'ended' | 'direction'>>): void {
    Object.assign(this, change);
    this.dispatchEvent(new Event('change'));
  }

  mute(muted: boolean): void {
    this.muted = muted;
  }
}

const real = (call: FakeCall) => call as unknown as Call;

/** A room of this page, and its phone. */
function office() {
  const calls = new Set<FakeCall>();
  const phone = Object.assign(new EventTarget(), {
    merge: vi.fn(async (merged: FakeCall[]) => {
      for (const call of merged) await call.resume();
    }),
  });
  Object.defineProperty(phone, 'calls', {get: () => [...calls].filter(({ended}) => !ended)});
  const told = () => void phone.dispatchEvent(new Event('calls'));
  const room = new BroughtIn({
    stay: () =>
      ({room: {localParticipant: {identity: 'alice'}}, roster: {find: () => undefined}}) as unknown as Stay,
    calls: undefined,
    phone: phone as unknown as Phone,
    changed: told,
    arrival: () => Promise.reject(new Error('nobody comes')),
  });
  const wait = vi.fn();
  const floor = new Floor(phone as unknown as Phone, {
    includes: (call) => room.includes(call),
    wait,
    reviewed: () => void room.comeBack(),
  });
  return {
    room,
    phone,
    floor,
    wait,
    call(facts: Parameters<FakeCall['is']>[0] = {}) {
      const call = Object.assign(new FakeCall(), facts);
      call.addEventListener('change', told);
      calls.add(call);
      told();
      return call;
    },
    async guest() {
      const call = this.call();
      await room.mixIn(real(call));
      return call;
    },
  };
}

beforeEach(() => {
  vi.spyOn(PageMix, 'open').mockImplementation(async () => ({level: 0, close: async () => {}}) as PageMix);
});
afterEach(() => vi.restoreAllMocks());

describe('callers in the room, while this person talks with somebody else', () => {
  it('are held for a call that is answered, and back when that is over', async () => {
    const here = office();
    const carol = await here.guest();
    const dave = here.call({pending: 'answer', connectedAt: undefined});
    await carol.hold();
    dave.is({pending: undefined, connectedAt: 2});
    expect(here.wait).toHaveBeenLastCalledWith(true);
    expect(carol.resume).not.toHaveBeenCalled();
    dave.is({ended: true});
    await vi.waitFor(() => expect(carol.heldBy).toBe('none'));
    expect(here.wait).toHaveBeenLastCalledWith(false);
  });

  it('are back when somebody who was called does not answer', async () => {
    const here = office();
    const carol = await here.guest();
    const dave = here.call({direction: 'outgoing', connectedAt: undefined});
    await carol.hold();
    expect(carol.resume).not.toHaveBeenCalled();
    dave.is({ended: true});
    await vi.waitFor(() => expect(carol.heldBy).toBe('none'));
  });

  it('are back together, one after the other', async () => {
    const here = office();
    const carol = await here.guest();
    const erin = await here.guest();
    here.phone.merge.mockClear();
    const dave = here.call({pending: 'resume', heldBy: 'local'});
    await carol.hold();
    await erin.hold();
    dave.is({pending: undefined, heldBy: 'none'});
    dave.is({heldBy: 'local'});
    await vi.waitFor(() =>
      expect(here.phone.merge).toHaveBeenCalledExactlyOnceWith([carol, erin], {signal: undefined}),
    );
    expect([carol.heldBy, erin.heldBy]).toEqual(['none', 'none']);
  });

  it('stay held where this person had held them', async () => {
    const here = office();
    const carol = await here.guest();
    await carol.hold();
    const dave = here.call();
    dave.is({ended: true});
    await here.room.comeBack();
    expect(carol.resume).not.toHaveBeenCalled();
  });
});

describe('this person has stepped out', () => {
  it('callers do not hear them until they are back', async () => {
    const here = office();
    const carol = await here.guest();
    here.room.hear(false);
    expect(carol.muted).toBe(true);
    here.room.hear(true);
    expect(carol.muted).toBe(false);
  });

  it('whom they had muted themself stays muted', async () => {
    const here = office();
    const carol = await here.guest();
    carol.mute(true);
    here.room.hear(false);
    here.room.hear(true);
    expect(carol.muted).toBe(true);
  });

  it('who is taken out of the room hears them', async () => {
    const here = office();
    const carol = await here.guest();
    here.room.hear(false);
    await here.room.takeOut(real(carol));
    expect(carol.muted).toBe(false);
  });
});

describe('bringing a call in, given up', () => {
  it('before the call is resumed: it is not asked for', async () => {
    const here = office();
    const carol = here.call({heldBy: 'local'});
    const options = {signal: AbortSignal.abort()};
    await expect(here.room.mixIn(real(carol), options)).rejects.toMatchObject({code: 'aborted'});
    expect(carol.resume).not.toHaveBeenCalled();
    expect(here.room.list).toEqual([]);
  });

  it('while the room takes it: the caller is taken out again once there, and can be brought in anew', async () => {
    const here = office();
    const carol = here.call();
    const close = vi.fn(async () => {});
    let open = () => {};
    vi.mocked(PageMix.open).mockReturnValueOnce(
      new Promise((resolve) => (open = () => resolve({level: 0, close} as unknown as PageMix))),
    );
    const nobody = new AbortController();
    const brought = here.room.mixIn(real(carol), {signal: nobody.signal});
    await vi.waitFor(() => expect(PageMix.open).toHaveBeenCalled(), 10_000);
    nobody.abort();
    await expect(brought).rejects.toMatchObject({code: 'aborted'});
    open();
    await vi.waitFor(() => expect(here.room.list).toEqual([]), 10_000);
    expect(close).toHaveBeenCalledOnce();
    expect([carol.ended, here.room.includes(real(carol))]).toEqual([false, false]);
    await here.room.mixIn(real(carol));
    expect(here.room.includes(real(carol))).toBe(true);
  });
});

describe('taking a caller out', () => {
  it('is not begun when it was given up before, and is done when it was given up after', async () => {
    const here = office();
    const carol = await here.guest();
    await here.guest();
    const options = {signal: AbortSignal.abort()};
    await expect(here.room.takeOut(real(carol), options)).rejects.toMatchObject({code: 'aborted'});
    expect(carol.hold).not.toHaveBeenCalled();
    const nobody = new AbortController();
    const taken = here.room.takeOut(real(carol), {signal: nobody.signal});
    nobody.abort();
    await expect(taken).rejects.toMatchObject({code: 'aborted'});
    await vi.waitFor(() => expect(here.room.includes(real(carol))).toBe(false), 10_000);
    expect(carol.heldBy).toBe('none');
  });

  it('that the far side refuses leaves the caller in the room, to be taken out again', async () => {
    const here = office();
    const carol = await here.guest();
    await here.guest();
    carol.hold.mockRejectedValueOnce(new SidetoneError('hold-refused'));
    await expect(here.room.takeOut(real(carol))).rejects.toMatchObject({code: 'hold-refused'});
    expect(here.room.list.map(({pending}) => pending)).toEqual([undefined, undefined]);
    expect(here.room.includes(real(carol))).toBe(true);
    await here.room.takeOut(real(carol));
    expect(here.room.includes(real(carol))).toBe(false);
  });

  it('is refused while that is being done already', async () => {
    const here = office();
    const carol = await here.guest();
    await here.guest();
    const first = here.room.takeOut(real(carol));
    await expect(here.room.takeOut(real(carol))).rejects.toMatchObject({code: 'call-state-invalid'});
    await first;
  });
});
