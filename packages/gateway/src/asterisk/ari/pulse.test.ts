import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {AriError} from './errors.js';
import {Pulse} from './pulse.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const follow = (beat: (pulse: () => Pulse) => Promise<void>) => {
  const onLost = vi.fn();
  const pulse: Pulse = new Pulse({beat: () => beat(() => pulse), period: 100, onLost});
  return {pulse, onLost};
};

test('an application that is told of its beats is well', async () => {
  const {pulse, onLost} = follow(async (to) => to().heard());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(onLost).not.toHaveBeenCalled();
  pulse.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('one that is told of none is lost, which is said once', async () => {
  const {onLost} = follow(async () => {});
  await vi.advanceTimersByTimeAsync(400);
  expect(onLost).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(onLost).toHaveBeenCalledOnce();
});

test('one that Asterisk does not know any more is lost too', async () => {
  const {onLost} = follow(() => Promise.reject(new AriError(404, 'Asterisk refused it: 404')));
  await vi.advanceTimersByTimeAsync(1000);
  expect(onLost).toHaveBeenCalledOnce();
});

test('an Asterisk that does not answer is not a deaf one', async () => {
  const {pulse, onLost} = follow(() => Promise.reject(new AriError(0, 'Asterisk did not answer.')));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(onLost).not.toHaveBeenCalled();
  pulse.stop();
});

test('beats that were missed in between do not add up', async () => {
  let beats = 0;
  const {pulse, onLost} = follow(async (to) => {
    if (++beats % 3 === 0) to().heard();
  });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(onLost).not.toHaveBeenCalled();
  pulse.stop();
});
