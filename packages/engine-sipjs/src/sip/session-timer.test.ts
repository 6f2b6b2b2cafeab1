import type {IncomingRequestMessage, IncomingResponseMessage} from 'sip.js/lib/core/index.js';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {SessionTimer} from './session-timer.js';

/** A message with these headers. */
function message(headers: Record<string, string>) {
  const getHeader = (name: string) => headers[name];
  const getHeaders = (name: string) => (headers[name] === undefined ? [] : [headers[name]]);
  return {getHeader, getHeaders} as unknown as IncomingRequestMessage & IncomingResponseMessage;
}

const expires = (value: string, supported?: string) =>
  message({'session-expires': value, ...(supported !== undefined && {supported})});

function setUp(refresh = vi.fn(async () => {})) {
  const life = new AbortController();
  const expired = vi.fn();
  return {timer: new SessionTimer({refresh, expired, signal: life.signal}), refresh, expired, life};
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000);

describe('a call that we made', () => {
  it('is refreshed by us at half the time when the far side says so, or not who', async () => {
    for (const value of ['1800;refresher=uac', '1800']) {
      const {timer, refresh, expired} = setUp();
      timer.confirmed(expires(value));
      expect(timer.headers).toEqual(['Session-Expires: 1800;refresher=uac']);
      await pass(899);
      expect(refresh).not.toHaveBeenCalled();
      await pass(1);
      expect(refresh).toHaveBeenCalledOnce();
      timer.confirmed(expires('90;refresher=uac'));
      await pass(45);
      expect(refresh).toHaveBeenCalledTimes(2);
      expect(expired).not.toHaveBeenCalled();
    }
  });

  it('is over when the far side was to refresh it and did not', async () => {
    const {timer, refresh, expired} = setUp();
    timer.confirmed(expires('1800; refresher=UAS'));
    expect(timer.headers).toEqual(['Session-Expires: 1800;refresher=uas']);
    await pass(1_767);
    expect(expired).not.toHaveBeenCalled();
    await pass(1);
    expect(expired).toHaveBeenCalledOnce();
    expect(refresh).not.toHaveBeenCalled();
  });

  it('has no timer where the far side knows none', async () => {
    const {timer, refresh, expired} = setUp();
    timer.confirmed(message({}));
    expect(timer.headers).toEqual([]);
    await pass(100_000);
    expect([refresh, expired].flatMap(({mock}) => mock.calls)).toEqual([]);
  });

  it('is refreshed again when nobody confirmed, and not given up by us', async () => {
    const {timer, refresh, expired} = setUp(vi.fn(() => Promise.reject(new Error('No response'))));
    timer.confirmed(expires('100;refresher=uac'));
    await pass(50);
    expect(refresh).toHaveBeenCalledTimes(1);
    await pass(10);
    expect(refresh).toHaveBeenCalledTimes(2);
    await pass(100);
    expect(expired).not.toHaveBeenCalled();
  });

  it('is not refreshed once it is over', async () => {
    const {timer, refresh, life} = setUp();
    timer.confirmed(expires('100;refresher=uac'));
    life.abort();
    await pass(1_000);
    expect(refresh).not.toHaveBeenCalled();
  });

  it('waits as long as it is told, however long', async () => {
    const {timer, refresh} = setUp();
    timer.confirmed(expires('4294967295;refresher=uac'));
    await pass(86_400);
    expect(refresh).not.toHaveBeenCalled();
  });
});

describe('a call that came in', () => {
  it('is refreshed by the caller who can', async () => {
    const {timer, refresh, expired} = setUp();
    expect(timer.accept(expires('1800', 'replaces, timer'))).toEqual([
      'Session-Expires: 1800;refresher=uac',
      'Require: timer',
    ]);
    await pass(1_000);
    timer.accept(expires('1800;refresher=uac', 'timer'));
    await pass(1_767);
    expect(refresh).not.toHaveBeenCalled();
    expect(expired).not.toHaveBeenCalled();
    await pass(1);
    expect(expired).toHaveBeenCalledOnce();
  });

  it('is refreshed by us for a caller who cannot, or who says so', async () => {
    for (const request of [expires('1800', 'replaces'), expires('1800;refresher=uas', 'timer')]) {
      const {timer, refresh} = setUp();
      expect(timer.accept(request)).toEqual(['Session-Expires: 1800;refresher=uas']);
      expect(timer.headers).toEqual(['Session-Expires: 1800;refresher=uac']);
      await pass(900);
      expect(refresh).toHaveBeenCalledOnce();
    }
  });

  it('has no timer any more after a change that names none', async () => {
    const {timer, expired} = setUp();
    timer.accept(expires('1800;refresher=uac', 'timer'));
    expect(timer.accept(message({}))).toEqual([]);
    await pass(10_000);
    expect(expired).not.toHaveBeenCalled();
  });

  it('reads the short name of the header', () => {
    const {timer} = setUp();
    expect(timer.accept(message({x: '600;refresher=uas'}))).toEqual(['Session-Expires: 600;refresher=uas']);
  });
});
