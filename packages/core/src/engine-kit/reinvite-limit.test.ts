import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {SipFailure} from '../engine/engine.js';
import {boundReinvite} from './reinvite-limit.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function reinvite() {
  const pending = {cancel: vi.fn(), abandon: vi.fn()};
  let answer!: (response: string) => void;
  let refuse!: (failure: SipFailure) => void;
  const response = new Promise<string>((resolve, reject) => ([answer, refuse] = [resolve, reject]));
  const outcome = boundReinvite(response, pending).catch((error: SipFailure) => error);
  return {pending, answer, refuse, outcome};
}

it('tells the answer and the refusal, and cancels nothing then', async () => {
  const [answered, refused] = [reinvite(), reinvite()];
  answered.answer('200');
  refused.refuse(new SipFailure(488, 'Not Acceptable Here'));
  expect(await answered.outcome).toBe('200');
  expect(await refused.outcome).toMatchObject({status: 488});
  await vi.advanceTimersByTimeAsync(60_000);
  expect(answered.pending.cancel).not.toHaveBeenCalled();
  expect(refused.pending.cancel).not.toHaveBeenCalled();
});

it('cancels after 32 s, and a 487 then is no refusal', async () => {
  const {pending, refuse, outcome} = reinvite();
  await vi.advanceTimersByTimeAsync(31_999);
  expect(pending.cancel).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(pending.cancel).toHaveBeenCalledOnce();
  refuse(new SipFailure(487, 'Request Terminated'));
  expect(await outcome).toMatchObject({status: 0, reason: 'No final response'});
  await vi.advanceTimersByTimeAsync(60_000);
  expect(pending.abandon).not.toHaveBeenCalled();
});

it('takes an answer that crosses the CANCEL', async () => {
  const {answer, outcome} = reinvite();
  await vi.advanceTimersByTimeAsync(32_000);
  answer('200');
  expect(await outcome).toBe('200');
});

it('gives up when the CANCEL is ignored, too', async () => {
  const {pending, outcome} = reinvite();
  await vi.advanceTimersByTimeAsync(36_000);
  expect(pending.abandon).toHaveBeenCalledOnce();
  expect(await outcome).toMatchObject({status: 0});
});
