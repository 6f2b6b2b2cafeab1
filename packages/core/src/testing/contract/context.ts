import {expect, vi} from 'vitest';
import {SipFailure, type EngineCapabilities} from '../../engine/engine.js';
import type {FarCall, FarCallAbility, FarEnd, FarEndTarget, SeenRequest} from '../far-end.js';
import type {TestCall, TestPhone, TestPhoneOptions} from '../test-phone.js';

export type Need = FarEndTarget | FarCallAbility | 'call' | 'calls' | 'requests' | 'drop';

/** What a test of the contract works with. */
export interface ContractContext {
  farEnd: FarEnd;
  capabilities: EngineCapabilities;
  /** A phone that is stopped and closed after the test. */
  phone(options?: TestPhoneOptions): Promise<TestPhone>;
  /** A phone that is registered. */
  registered(options?: TestPhoneOptions): Promise<TestPhone>;
  /** A call to one of the far end's targets that has been accepted. */
  connected(target: FarEndTarget, phone?: TestPhone): Promise<TestCall>;
  /** A test that needs these targets and abilities of the far end; not asked where it lacks one. */
  testWith(needs: readonly Need[], title: string, test: () => Promise<void>): void;
}

/** The failure that this promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<SipFailure> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(SipFailure);
  return failure as SipFailure;
}

const realTimeout = globalThis.setTimeout;
/** How long a far end on a busy machine may take, in ms. */
export const patience = 30_000;

/** Moves timers on, a second at a time, for so many ms or until something holds. */
export type Skip = (ms: number, holds?: () => boolean) => Promise<void>;

/**
 * Lets `act` see timers that run at their pace, but can be moved on by `skip`. The far end's clock is real: after
 * each second skipped it gets a moment to answer. Where it must answer in time, skip only until it is asked.
 */
export async function withTimers(act: (skip: Skip) => Promise<void>): Promise<void> {
  vi.useFakeTimers({
    shouldAdvanceTime: true,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
  try {
    await act(async (ms, holds = () => false) => {
      for (let skipped = 0; skipped < ms && !holds(); skipped += 1000) {
        await vi.advanceTimersByTimeAsync(1000);
        await new Promise((resolve) => realTimeout(resolve, 5));
      }
    });
  } finally {
    vi.useRealTimers();
  }
}

/** Waits until there is something, and leaves timers their pace: `vi.waitUntil` moves them on with each look. */
export async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = performance.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end)
      throw new Error(`Within ${patience} ms there was nothing of ${String(look)}`);
    await new Promise((resolve) => realTimeout(resolve, 20));
  }
}

/** What the far side received of this method, oldest first. */
export async function seen(farEnd: FarEnd, method: string): Promise<SeenRequest[]> {
  return (await farEnd.requests!()).filter((request) => request.method === method);
}

/** Waits until the far side has received such a request in this call. */
export async function received(farEnd: FarEnd, method: string, callId: string): Promise<SeenRequest> {
  const found = async () =>
    (await seen(farEnd, method)).findLast((request) => request.header('call-id') === callId);
  return until(found);
}

/** The far side of the newest call that a phone made. */
export async function farSide(farEnd: FarEnd): Promise<FarCall> {
  return (await farEnd.calls!()).at(-1)!;
}
