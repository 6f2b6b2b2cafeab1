import {Caller} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test, vi} from 'vitest';
import type {Database} from '../database/database.js';
import {auditTrail, pinAttempts} from '../database/schema.js';
import type {PromptName} from '../ivr/prompts.js';
import type {RunningPart} from '../serve.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import {asteriskSetting, createExchange, dialInNumber, type Exchange} from '../testing/telephony/exchange.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import {promptTone, writeTonePrompts} from '../testing/telephony/tone-prompts.js';
import {asteriskPart} from './part.js';

const timeout = 300_000;
const guessers = ['+41790000011', '+41790000012', '+41790000013'];
const newcomer = '+41790000014';
let exchange: Exchange;
let database: Database;
let gateway: TestGateway;
let bridge: FakeBridge;
let part: RunningPart;
/** Of the rooms. */
let pins: {standup: string; review: string};
const callers: Caller[] = [];
/** Every PIN that nobody has. */
let guesses: Generator<string>;

beforeAll(async () => {
  exchange = await createExchange();
  await writeTonePrompts(exchange.prompts);
  database = await migratedPglite();
}, timeout);
beforeEach(async () => {
  await database.queries.execute('truncate calls, legs, rooms, pin_attempts, audit_trail cascade');
});
afterEach(async () => {
  for (const caller of callers.splice(0)) await caller.hangUp();
  await vi.waitFor(async () => expect(await exchange.ours.ari.channels()).toEqual([]), 10_000);
  await part.stop(AbortSignal.timeout(1000));
  await gateway.close();
}, timeout);
afterAll(async () => {
  await exchange.stop();
  await database.close();
}, timeout);

async function start(settings: Record<string, string>): Promise<void> {
  gateway = await createTestGateway(database, {
    ASTERISK: asteriskSetting(exchange),
    ROOM_TELEPHONY_PROMPTS: exchange.prompts,
    ROOM_TELEPHONY_PIN_MAX_RETRIES: '2',
    ...settings,
  });
  bridge = new FakeBridge();
  part = await asteriskPart({bridge}).start(gateway.services);
  const {rooms} = gateway.services;
  for (const name of ['standup', 'review']) await rooms.create(name, {language: 'en'}, 'operator');
  pins = {standup: await rooms.pinOf('standup'), review: await rooms.pinOf('review')};
  guesses = wrongPins(Object.values(pins));
}

function* wrongPins(right: readonly string[]): Generator<string> {
  for (let number = 4_711_000_000; ; number++) if (!right.includes(`${number}`)) yield `${number}`;
}

async function call(number: string): Promise<Caller> {
  const caller = await Caller.dial(
    exchange.outside,
    `PJSIP/${dialInNumber}@sidetone`,
    `"${number}" <${number}>`,
  );
  callers.push(caller);
  await hears(caller, 'pin');
  return caller;
}

const hears = (caller: Caller, prompt: PromptName) => caller.ears.hears(promptTone(prompt));

/** Types so many PINs that nobody has, and is told goodbye then. Resolves with them. */
async function guess(number: string, times: number): Promise<string[]> {
  const caller = await call(number);
  const typed: string[] = [];
  while (typed.length < times) {
    // Whoever types hears the prompt before to its end.
    if (typed.length) await hears(caller, 'pin');
    typed.push(nextGuess());
    await caller.press(typed.at(-1)!);
    await hears(caller, 'wrong');
  }
  await hears(caller, 'goodbye');
  await caller.hungUp();
  return typed;
}

const nextGuess = () => guesses.next().value as string;

/** Knows the PIN, and is in the room by it. */
async function enters(number: string, room: keyof typeof pins): Promise<void> {
  const caller = await call(number);
  await caller.press(pins[room]);
  await vi.waitFor(
    () => expect(bridge.joined).toContainEqual(expect.objectContaining({room, phone: phoneOf(number)})),
    15_000,
  );
}

const phoneOf = (number: string) =>
  expect.objectContaining({number: gateway.services.phones.numbers.number(number)}) as unknown;

async function counted(scope: 'call' | 'caller' | 'trunk') {
  const rows = await database.queries.select().from(pinAttempts);
  return rows.filter((row) => row.scope === scope);
}

/** No PIN, typed or given, stands in what the gateway has written down. */
async function nobodyReads(secrets: readonly string[]): Promise<void> {
  const {calls} = database.queries.query;
  const written = [
    gateway.logged(),
    JSON.stringify([
      await calls.findMany(),
      await database.queries.select().from(pinAttempts),
      await database.queries.select().from(auditTrail),
    ]),
  ].join();
  for (const secret of secrets) expect(written).not.toContain(secret);
}

test('callers who guess are put off, each by its number, while others get in', {timeout}, async () => {
  await start({PIN_CALLER_FAILURES: '2'});
  const [typed] = await Promise.all([
    Promise.all(guessers.map((number) => guess(number, 2))),
    enters('+41790000001', 'review'),
  ]);
  const callsCounted = await counted('call');
  expect(callsCounted.map(({level}) => level)).toEqual([2, 2, 2]);
  const locked = await counted('caller');
  expect(locked).toHaveLength(guessers.length);
  for (const {lockedUntil} of locked) expect(lockedUntil!.getTime()).toBeGreaterThan(Date.now());
  const [trunk, ...others] = await counted('trunk');
  expect(others).toEqual([]);
  // It sinks by one in ten seconds.
  expect(trunk!.level).toBeGreaterThan(4);
  expect(trunk!.level).toBeLessThanOrEqual(6);

  // Lucky at last, and too late.
  const lucky = async (number: string) => {
    const caller = await call(number);
    await caller.press(pins.standup);
    await hears(caller, 'locked');
    await hears(caller, 'goodbye');
    await caller.hungUp();
  };
  await Promise.all([...guessers.map(lucky), enters('+41790000002', 'standup')]);
  expect(bridge.joined.map(({room}) => room)).toEqual(['review', 'standup']);
  expect(await counted('call')).toEqual(callsCounted);
  const trail = await database.queries.select().from(auditTrail);
  expect(trail.filter(({action}) => action === 'pin.lock')).toHaveLength(guessers.length);
  await nobodyReads([...typed.flat(), ...Object.values(pins)]);
});

test(
  'many guesses by a trunk: whoever guesses next has one attempt, and others get in at once',
  {timeout},
  async () => {
    await start({PIN_TRUNK_FAILURES: '2'});
    const typed = await Promise.all(
      guessers.map(async (number) => {
        const [caller, pin] = [await call(number), nextGuess()];
        await caller.press(pin);
        return pin;
      }),
    );
    await vi.waitFor(async () => expect(await counted('call')).toHaveLength(guessers.length), 10_000);
    const [late] = await Promise.all([guess(newcomer, 1), enters('+41790000001', 'review')]);
    expect(bridge.joined.map(({room}) => room)).toEqual(['review']);
    expect((await counted('call')).map(({level}) => level)).toEqual([1, 1, 1, 1]);
    await nobodyReads([...typed, ...late, ...Object.values(pins)]);
  },
);
