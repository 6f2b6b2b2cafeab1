import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {SipFailure} from '../engine/engine.js';
import {Referral} from './referral.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function refer() {
  const progress: string[] = [];
  const referral = new Referral((code, reason) => progress.push(`${code} ${reason}`));
  let outcome: unknown = 'pending';
  void referral.outcome.then(
    () => (outcome = 'done'),
    (failure: SipFailure) => (outcome = failure.status),
  );
  return {
    referral,
    progress,
    after: async (ms = 0) => {
      await vi.advanceTimersByTimeAsync(ms);
      return outcome;
    },
  };
}

it('tells how it goes, until it is done', async () => {
  const {referral, progress, after} = refer();
  referral.notified('active;expires=60', 'SIP/2.0 100 Trying\r\n');
  referral.notified('active', 'SIP/2.0 180 Ringing');
  expect(await after()).toBe('pending');
  referral.notified('terminated;reason=noresource', 'SIP/2.0 200');
  expect(await after()).toBe('done');
  referral.notified('active', 'SIP/2.0 180 Ringing');
  expect(progress).toEqual(['100 Trying', '180 Ringing']);
});

it('fails as the REFER or a report says', async () => {
  const [refused, busy] = [refer(), refer()];
  refused.referral.fail(new SipFailure(603, 'Decline'));
  busy.referral.notified('terminated', 'SIP/2.0 486 Busy Here\r\nTo: x');
  expect(await refused.after()).toBe(603);
  expect(await busy.after()).toBe(486);
});

it('fails without a status when the last report says nothing final', async () => {
  const {referral, progress, after} = refer();
  referral.notified('terminated;reason=timeout', 'SIP/2.0 180 Ringing');
  expect(await after()).toBe(0);
  expect(progress).toEqual([]);
});

it('waits a minute for the first report', async () => {
  const {after} = refer();
  expect(await after(59_999)).toBe('pending');
  expect(await after(1)).toBe(0);
});

it('waits for the next as long as the subscription lasts, or three minutes', async () => {
  const {referral, after} = refer();
  referral.notified('active;expires=600', 'SIP/2.0 100 Trying');
  expect(await after(599_999)).toBe('pending');
  referral.notified('active', '');
  expect(await after(179_999)).toBe('pending');
  expect(await after(1)).toBe(0);
});
