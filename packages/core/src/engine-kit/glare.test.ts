import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {SipFailure} from '../engine/engine.js';
import {glarePause, throughGlare} from './glare.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const glare = () => Promise.reject(new SipFailure(491, 'Request Pending'));
const never = new Promise<never>(() => {});

it('lets one of the two go first', () => {
  expect([glarePause(true, 0), glarePause(true, 0.999_999)]).toEqual([2_100, 4_000]);
  expect([glarePause(false, 0), glarePause(false, 0.999_999)]).toEqual([0, 2_000]);
  expect(glarePause(true, 0.123) % 10).toBe(0);
});

it('tries again after a pause, four times in all', async () => {
  const twice = vi
    .fn(glare)
    .mockImplementationOnce(glare)
    .mockImplementationOnce(async () => 'done' as never);
  const done = throughGlare(twice, {madeCallId: true, over: never});
  await vi.advanceTimersByTimeAsync(2_000);
  expect(twice).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await done).toBe('done');

  const always = vi.fn(glare);
  const failed = throughGlare(always, {madeCallId: false, over: never}).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(await failed).toMatchObject({status: 491});
  expect(always).toHaveBeenCalledTimes(4);
});

it('does not try again after another failure, nor once the call is over', async () => {
  const refused = vi.fn(() => Promise.reject(new SipFailure(488, 'Not Acceptable Here')));
  await expect(throughGlare(refused, {madeCallId: true, over: never})).rejects.toMatchObject({status: 488});
  expect(refused).toHaveBeenCalledOnce();

  const over = Promise.reject(new SipFailure(0, 'The call is over'));
  const late = vi.fn(glare);
  await expect(throughGlare(late, {madeCallId: true, over})).rejects.toMatchObject({status: 0});
  expect(late).toHaveBeenCalledOnce();
});
