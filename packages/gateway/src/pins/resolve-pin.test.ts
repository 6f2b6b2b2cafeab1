import {sql} from 'drizzle-orm';
import {describe, expect, test} from 'vitest';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway} from '../testing/services.js';
import type {PinAttempt} from './resolve-pin.js';

const wrongPin = (right: string) => (right.startsWith('1') ? '2222222222' : '1111111111');

onEachDatabase((database) => {
  async function setUp(settings?: Record<string, string>) {
    const gateways = [
      await createTestGateway(database(), settings),
      await createTestGateway(database(), settings),
    ] as const;
    const {rooms} = gateways[0].services;
    await rooms.create('standup', {language: 'en'}, 'operator');
    const right = await rooms.pinOf('standup');
    let calls = 0;
    /** One more PIN, by turns with one of two gateways. */
    const type = async (pin: string, attempt: Partial<PinAttempt> = {}) => {
      const {pins} = gateways[calls++ % 2]!.services;
      return pins.resolve(pin, {
        caller: '+41446681800',
        trunk: 'provider',
        callId: `call-${calls}`,
        ...attempt,
      });
    };
    return {gateways, right, wrong: wrongPin(right), type};
  }
  const enters = {outcome: 'room', room: expect.objectContaining({name: 'standup'}) as unknown};

  /** Lets `minutes` pass for all counters. */
  const wait = (minutes: number) =>
    database().queries
      .execute(sql`update pin_attempts set updated_at = updated_at - ${minutes} * interval '1 minute',
      locked_until = locked_until - ${minutes} * interval '1 minute'`);

  test('the right PIN leads to its room', async () => {
    const {right, type} = await setUp();
    expect(await type(right)).toEqual(enters);
  });

  test('a call has its attempts, on whichever gateway, and then none, not even with the right PIN', async () => {
    const {right, wrong, type} = await setUp({ROOM_TELEPHONY_PIN_MAX_RETRIES: '3'});
    const call = {callId: 'one'};
    const results = [await type(wrong, call), await type(wrong, call), await type(wrong, call)];
    expect(results).toMatchObject([
      {attemptsLeft: 2},
      {attemptsLeft: 1},
      {outcome: 'wrong', attemptsLeft: 0},
    ]);
    const delays = results.map((result) => (result.outcome === 'wrong' ? result.delayMs : 0));
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(new Set(delays).size).toBe(3);
    expect(await type(right, call)).toEqual({outcome: 'locked', retryAfterMs: 0});
    expect(await type(right, {callId: 'two'})).toEqual(enters);
  });

  test('attempts at the same moment are counted one by one', async () => {
    const {wrong, type} = await setUp();
    const results = await Promise.all(Array.from({length: 8}, () => type(wrong, {callId: 'one'})));
    expect(results.filter(({outcome}) => outcome === 'wrong')).toHaveLength(5);
  });

  describe('a caller who guesses', () => {
    test('has to wait, longer each time, and others do not', async () => {
      const {right, wrong, type} = await setUp({PIN_CALLER_FAILURES: '4'});
      for (let left = 4; left > 0; left--) expect(await type(wrong)).toMatchObject({outcome: 'wrong'});
      const locks: number[] = [];
      for (let round = 0; round < 3; round++) {
        const result = await type(right);
        locks.push(result.outcome === 'locked' ? result.retryAfterMs : 0);
        expect(await type(right, {caller: '+41446681801'})).toEqual(enters);
        await wait((locks[round]! + 1) / 60_000);
        expect(await type(wrong)).toMatchObject({outcome: 'wrong'});
      }
      const [first = 0, second = 0, third = 0] = locks;
      expect(first).toBeGreaterThan(0);
      expect(first).toBeLessThanOrEqual(30_000);
      expect(second).toBeGreaterThan(30_000);
      expect(third).toBeGreaterThan(60_000);
    });

    test('is forgiven in time, and not for one right PIN', async () => {
      const {right, wrong, type} = await setUp({PIN_CALLER_FAILURES: '4'});
      for (let left = 3; left > 0; left--) await type(wrong);
      expect(await type(right)).toEqual(enters);
      await type(wrong);
      expect(await type(right)).toMatchObject({outcome: 'locked'});
      await wait(120);
      expect(await type(wrong)).toMatchObject({outcome: 'wrong'});
      expect(await type(right)).toEqual(enters);
    });

    test('leaves a trace for the operator that says neither number nor PIN', async () => {
      const {gateways, wrong, type} = await setUp({PIN_CALLER_FAILURES: '1'});
      await type(wrong);
      const {rows} = (await database().queries.execute(
        sql`select * from audit_trail where action = 'pin.lock'`,
      )) as {
        rows: unknown[];
      };
      expect(rows).toMatchObject([{subject: 'call:call-1', details: {trunk: 'provider', seconds: 30}}]);
      const all =
        JSON.stringify(await database().queries.execute(sql`select * from pin_attempts`)) +
        JSON.stringify(rows);
      for (const secret of [wrong, '446681800']) {
        expect(all).not.toContain(secret);
        expect(gateways.map((gateway) => gateway.logged()).join()).not.toContain(secret);
      }
    });
  });

  test('withheld numbers do not lock each other out', async () => {
    const {right, wrong, type} = await setUp({PIN_CALLER_FAILURES: '2'});
    for (let left = 6; left > 0; left--) await type(wrong, {caller: ''});
    expect(await type(right, {caller: ''})).toEqual(enters);
  });

  describe('a trunk under attack', () => {
    test('gives each call one attempt, which those who know their PIN need no more of', async () => {
      const {right, wrong, type} = await setUp({PIN_TRUNK_FAILURES: '6'});
      for (let guess = 0; guess < 6; guess++) await type(wrong, {caller: `+4144668${guess}`});
      expect(await type(right, {caller: '+12125550100'})).toEqual(enters);
      const call = {caller: '+12125550101', callId: 'one'};
      expect(await type(wrong, call)).toMatchObject({outcome: 'wrong', attemptsLeft: 0, delayMs: 8000});
      expect(await type(right, call)).toMatchObject({outcome: 'locked'});
      expect(await type(wrong, {...call, callId: 'two', trunk: 'other'})).toMatchObject({attemptsLeft: 4});
    });

    test('a thousand guesses from several callers find nothing, and people get in meanwhile', async () => {
      const {right, gateways, type} = await setUp();
      let tried = 0;
      for (let guess = 0; guess < 1000; guess++) {
        const pin = String(guess).padStart(10, '0');
        const result = await type(pin === right ? '9999999999' : pin, {caller: `+4144668${guess % 7}`});
        if (result.outcome === 'wrong') tried++;
        if (guess % 250 === 249) expect(await type(right, {caller: `+1212555${guess}`})).toEqual(enters);
      }
      expect(tried).toBeLessThanOrEqual(7 * 11);
      const metrics = await Promise.all(gateways.map(({services}) => services.metrics.pins.get()));
      expect(metrics.flatMap(({values}) => values).some(({labels}) => labels.outcome === 'locked')).toBe(
        true,
      );
    }, 120_000);
  });

  test('counters that say nothing any more are removed', async () => {
    const {gateways, wrong, type} = await setUp();
    await type(wrong);
    await wait(3 * 24 * 60);
    await gateways[0].services.pins.forget();
    const {rows} = (await database().queries.execute(sql`select * from pin_attempts`)) as {rows: unknown[]};
    expect(rows).toEqual([]);
  });
});
