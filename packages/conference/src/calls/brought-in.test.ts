import {SidetoneError, type Call, type Participant} from '@sidetone/core';
import {describe, expect, it, vi} from 'vitest';
import {BroughtIn} from './brought-in.js';
import type {Stay} from '../stay/stay.js';

const carol = {id: 'phone-7', name: 'Carol'} as Participant;

/** A call that talks; `transfer` resolves as the far side says, and the call is over then. */
function talking(transfer: () => Promise<void>) {
  const call = Object.assign(new EventTarget(), {
    connectedAt: 1,
    ended: false,
    status: 'connected',
    heldBy: undefined,
    transfer: vi.fn(async () => {
      await transfer();
      call.ended = true;
      call.dispatchEvent(new Event('change'));
    }),
  });
  return call as unknown as Call & {transfer: ReturnType<typeof vi.fn>};
}

function withArrival(
  arrival: () => Promise<Participant>,
  lane = async () => ({target: 'lane1', callid: '7'}),
) {
  const changed = vi.fn();
  const room = new BroughtIn({
    stay: () => ({}) as Stay,
    calls: {lane} as never,
    phone: undefined,
    changed,
    arrival,
  });
  return {room, changed};
}

const never = () => new Promise<never>(() => {});

describe('handed to the server without being mixed in before', () => {
  it('shows that it is on its way, and is done once', async () => {
    let accept = () => {};
    const call = talking(() => new Promise((resolve) => (accept = resolve)));
    const {room, changed} = withArrival(async () => carol);
    const handed = room.hand(call);
    expect(room.list).toEqual([{call, via: 'server', pending: 'bring-in'}]);
    expect(changed).toHaveBeenCalled();
    expect(room.includes(call)).toBe(false);
    await expect(room.hand(call)).rejects.toMatchObject({code: 'bring-in-failed'});
    await expect(room.mixIn(call)).rejects.toMatchObject({code: 'bring-in-failed'});
    await vi.waitFor(() =>
      expect(call.transfer).toHaveBeenCalledExactlyOnceWith('lane1', {signal: undefined}),
    );
    accept();
    expect(await handed).toBe(carol);
    expect(room.list).toEqual([]);
  });
});

describe('a hand-over that fails', () => {
  it('is nothing but refused when the transfer was: the call goes on', async () => {
    const call = talking(() => Promise.reject(new SidetoneError('transfer-refused')));
    const {room} = withArrival(never);
    await expect(room.hand(call)).rejects.toMatchObject({
      code: 'bring-in-failed',
      message: expect.stringContaining('goes on as it was'),
    });
    expect(room.list).toEqual([]);
    expect(call.ended).toBe(false);
  });

  it('is nothing but refused when there is no lane', async () => {
    const call = talking(never);
    const {room} = withArrival(never, () => Promise.reject(new SidetoneError('bring-in-failed')));
    await expect(room.hand(call)).rejects.toMatchObject({code: 'bring-in-failed'});
    expect(call.transfer).not.toHaveBeenCalled();
    expect(room.list).toEqual([]);
  });

  it('has lost the call when the server took it and did not bring it', async () => {
    const call = talking(async () => {});
    const {room} = withArrival(() => Promise.reject(new Error('The connection was lost.')));
    const failure = await room.hand(call).catch((error: unknown) => error as SidetoneError);
    expect(failure).toMatchObject({code: 'hand-over-failed', message: expect.stringContaining('lost')});
    expect((failure as SidetoneError).message).not.toContain('goes on');
    expect(room.list).toEqual([]);
  });

  it('does not wait for ever', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(AbortSignal.abort());
    const call = talking(async () => {});
    const {room} = withArrival(() => Promise.reject(new SidetoneError('aborted')));
    await expect(room.hand(call)).rejects.toMatchObject({code: 'hand-over-failed'});
  });

  it('says that it was given up when it was', async () => {
    const nobody = new AbortController();
    const call = talking(async () => nobody.abort());
    const {room} = withArrival(() => Promise.reject(new SidetoneError('aborted')));
    await expect(room.hand(call, {signal: nobody.signal})).rejects.toMatchObject({code: 'aborted'});
  });

  it('asks nothing when it was given up before', async () => {
    const call = talking(never);
    const lane = vi.fn(async () => ({target: 'lane1', callid: '7'}));
    const {room} = withArrival(never, lane);
    await expect(room.hand(call, {signal: AbortSignal.abort()})).rejects.toMatchObject({code: 'aborted'});
    expect(lane).not.toHaveBeenCalled();
    expect(room.list).toEqual([]);
  });

  it('does not transfer the call when it was given up while a lane was asked for', async () => {
    const nobody = new AbortController();
    const call = talking(async () => {});
    call.transfer.mockImplementationOnce(async (_target: string, {signal}: {signal: AbortSignal}) => {
      if (signal.aborted) throw new SidetoneError('aborted');
    });
    const {room} = withArrival(never, async () => {
      nobody.abort();
      return {target: 'lane1', callid: '7'};
    });
    await expect(room.hand(call, {signal: nobody.signal})).rejects.toMatchObject({code: 'aborted'});
    expect(call.ended).toBe(false);
    expect(room.list).toEqual([]);
  });
});
