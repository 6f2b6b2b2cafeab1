import {randomUUID} from 'node:crypto';
import {ariApplication, Caller, holdTone, type AriEvent} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test, vi} from 'vitest';
import type {Database} from '../database/database.js';
import {asteriskLeases, calls} from '../database/schema.js';
import type {PromptName} from '../ivr/prompts.js';
import type {RunningPart} from '../serve.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import {asteriskSetting, createExchange, dialInNumber, type Exchange} from '../testing/telephony/exchange.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import {promptTone, writeTonePrompts} from '../testing/telephony/tone-prompts.js';
import {application} from './application.js';
import {EventSocket} from './ari/events.js';
import {Ari} from './ari/rest.js';
import {asteriskPart} from './part.js';

const timeout = 300_000;
let exchange: Exchange;
let database: Database;
let gateway: TestGateway;
let bridge: FakeBridge;
let part: RunningPart;
let pin: string;
const callers: Caller[] = [];

beforeAll(async () => {
  exchange = await createExchange();
  await writeTonePrompts(exchange.prompts);
  database = await migratedPglite();
}, timeout);
beforeEach(async () => {
  await database.queries.execute('truncate calls, legs, rooms, pin_attempts, asterisk_leases cascade');
  await start();
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

async function start(settings: Record<string, string> = {}): Promise<void> {
  gateway = await createTestGateway(database, {
    ASTERISK: asteriskSetting(exchange),
    ROOM_TELEPHONY_PROMPTS: exchange.prompts,
    ROOM_TELEPHONY_PIN_MAX_RETRIES: '3',
    ROOM_TELEPHONY_INTER_DIGIT: '3 seconds',
    ...settings,
  });
  bridge = new FakeBridge();
  part = await asteriskPart({bridge}).start(gateway.services);
  const {rooms} = gateway.services;
  await rooms.create('standup', {language: 'en'}, 'operator');
  pin = await rooms.pinOf('standup');
}

async function restart(settings: Record<string, string>): Promise<void> {
  await part.stop(AbortSignal.timeout(1000));
  await gateway.close();
  await start(settings);
}

async function call(callerId?: string): Promise<Caller> {
  const caller = await Caller.dial(exchange.outside, `PJSIP/${dialInNumber}@sidetone`, callerId);
  callers.push(caller);
  return caller;
}

const wrongPin = () => (pin.startsWith('1') ? '2' : '1').repeat(10);
const hears = (caller: Caller, prompt: PromptName) => caller.ears.hears(promptTone(prompt));
const row = async () => (await database.queries.select().from(calls))[0];

test('a caller hears the prompts and gets into the room by PIN', {timeout}, async () => {
  const {ari} = exchange.ours;
  ari.clear();
  const caller = await call();
  // It is over in 1.5 s, and not said again: too soon for an ear that comes late.
  const isWelcome = ({type, playback}: AriEvent) =>
    type === 'PlaybackStarted' && (playback?.media_uri.endsWith('/en/welcome') ?? false);
  await ari.waitFor(isWelcome, {timeout: 20_000, what: 'welcome'});
  await hears(caller, 'pin');
  await caller.press(pin);
  await vi.waitFor(() => expect(bridge.joined).toHaveLength(1), 10_000);
  expect(bridge.joined[0]).toMatchObject({
    room: 'standup',
    name: 'Anna',
    hashWithin: 5000,
    phone: {number: '+41 79 000 •• ••', trunkNumber: dialInNumber, trunkId: 'trunk'},
  });
  await vi.waitFor(
    async () => expect(await row()).toMatchObject({status: 'connected', room: 'standup'}),
    10_000,
  );
  await caller.hangUp();
  await vi.waitFor(async () => expect(await row()).toMatchObject({status: 'cleared'}), 5000);
  expect(bridge.legs.size).toBe(0);
  expect((await row())?.endedAt).toBeInstanceOf(Date);
});

test('a participant’s own PIN: the phone is in the room by their name, and theirs', {timeout}, async () => {
  const bea = {actorType: 'users', actorId: '434', displayName: 'Bea'};
  const own = await gateway.services.participants.givePin('standup', bea, 'operator');
  const caller = await call();
  await hears(caller, 'pin');
  await caller.press(own);
  await vi.waitFor(() => expect(bridge.joined).toMatchObject([{room: 'standup', name: 'Bea'}]), 10_000);
  const whose = {status: 'connected', room: 'standup', name: 'Bea', owner: '434'};
  await vi.waitFor(async () => expect(await row()).toMatchObject(whose), 10_000);
});

test(
  'the first digit ends the prompt; "#" submits; a wrong PIN is said to be wrong, and again, then goodbye',
  {timeout},
  async () => {
    const caller = await call();
    await hears(caller, 'pin');
    await caller.press('12');
    await caller.ears.hearsSilence();
    await caller.press('3#');
    await hears(caller, 'wrong');
    await hears(caller, 'pin');
    await caller.press(wrongPin());
    await hears(caller, 'wrong');
    await caller.press(`9*${wrongPin()}`);
    await hears(caller, 'wrong');
    await hears(caller, 'goodbye');
    await caller.hungUp();
    expect(bridge.joined).toEqual([]);
  },
);

test('a pause in the middle is an attempt, and the next PIN is taken', {timeout}, async () => {
  const caller = await call();
  await hears(caller, 'pin');
  await caller.press('1234');
  await hears(caller, 'incomplete');
  await caller.press(`${pin}#`);
  await vi.waitFor(() => expect(bridge.joined).toHaveLength(1), 10_000);
});

test('a caller who is locked out is told so, and not let in with the right PIN', {timeout}, async () => {
  await restart({PIN_CALLER_FAILURES: '1'});
  const caller = await call();
  await hears(caller, 'pin');
  await caller.press(wrongPin());
  await hears(caller, 'wrong');
  await caller.press(pin);
  await hears(caller, 'locked');
  await hears(caller, 'goodbye');
  await caller.hungUp();
  const again = await call();
  await hears(again, 'pin');
  await again.press(pin);
  await hears(again, 'locked');
  expect(bridge.joined).toEqual([]);
});

test(
  'phones may not be first: the caller is told, hears music, and enters when the room opens',
  {timeout},
  async () => {
    await restart({ROOM_TELEPHONY_PHONE_FIRST: 'false'});
    const caller = await call();
    await hears(caller, 'pin');
    await caller.press(`${pin}#`);
    await hears(caller, 'waiting');
    await caller.ears.hears(holdTone);
    expect(bridge.joined).toEqual([]);
    await gateway.services.rooms.opened('standup', 'RM_1');
    await vi.waitFor(() => expect(bridge.joined).toHaveLength(1), 10_000);
    expect(bridge.joined[0]?.hashWithin).toBeUndefined();
    const {rows} = (await database.queries.execute('select * from pin_attempts')) as {rows: object[]};
    expect(rows).toEqual([]);
  },
);

test('neither the digits nor the PIN are written down readably', {timeout}, async () => {
  const caller = await call();
  await hears(caller, 'pin');
  await caller.press('8642');
  await vi.waitFor(async () => expect((await row())?.revision).toBeGreaterThan(3), 5000);
  expect(JSON.stringify(await row())).not.toContain('8642');
  await caller.press(`*${pin}`);
  await vi.waitFor(() => expect(bridge.joined).toHaveLength(1), 10_000);
  expect(JSON.stringify(await row())).not.toContain(pin);
  expect(gateway.logged()).not.toContain(pin);
});

test('the room ends: the caller is told, and the call ends', {timeout}, async () => {
  const caller = await call();
  await hears(caller, 'pin');
  await caller.press(pin);
  await vi.waitFor(() => expect(bridge.legs.size).toBe(1), 10_000);
  for (const leg of bridge.legs.values()) await leg.end('room-ended');
  await hears(caller, 'ended');
  await hears(caller, 'goodbye');
  await caller.hungUp();
});

test('a bridge that breaks: the caller is brought in again', {timeout}, async () => {
  const caller = await call();
  await hears(caller, 'pin');
  await caller.press(pin);
  await vi.waitFor(() => expect(bridge.legs.size).toBe(1), 10_000);
  for (const leg of bridge.legs.values()) await leg.end('failed');
  await vi.waitFor(() => expect(bridge.joined).toHaveLength(2), 10_000);
  expect(bridge.joined[1]?.id).toBe(bridge.joined[0]?.id);
});

test('a number with several languages asks for one', {timeout}, async () => {
  await restart({ROOM_TELEPHONY_LANGUAGES: JSON.stringify({'+41 44 668 18 00': ['de', 'fr']})});
  const caller = await call();
  await caller.ears.hears(promptTone('language', 'de'));
  await caller.press('2');
  await caller.ears.hears(promptTone('welcome', 'fr'));
  await caller.press(pin);
  await vi.waitFor(() => expect(bridge.legs.size).toBe(1), 10_000);
  for (const leg of bridge.legs.values()) await leg.end('room-ended');
  await caller.ears.hears(promptTone('ended', 'fr'));
});

test(
  'a number without a language of its own: once the PIN was right, it is the room’s',
  {timeout},
  async () => {
    const {rooms} = gateway.services;
    await rooms.create('besprechung', {language: 'de'}, 'operator');
    const caller = await call();
    await hears(caller, 'pin');
    await caller.press(await rooms.pinOf('besprechung'));
    await vi.waitFor(() => expect(bridge.legs.size).toBe(1), 10_000);
    for (const leg of bridge.legs.values()) await leg.end('room-ended');
    await caller.ears.hears(promptTone('ended', 'de'));
    await caller.ears.hears(promptTone('goodbye', 'de'));
  },
);

test('a caller comes in while no gateway is there, and is served by the next', {timeout}, async () => {
  await part.stop(AbortSignal.timeout(1000));
  await gateway.close();
  const caller = await call();
  await start();
  await hears(caller, 'pin');
  await caller.press(pin);
  await vi.waitFor(() => expect(bridge.joined).toHaveLength(1), 10_000);
});

test(
  'a gateway that is handed over: the next one goes on with the digits typed before and meanwhile',
  {timeout},
  async () => {
    await restart({ROOM_TELEPHONY_INTER_DIGIT: '10 seconds'});
    const caller = await call();
    await hears(caller, 'pin');
    await caller.press(pin.slice(0, 4));
    await vi.waitFor(async () => expect((await row())?.revision).toBeGreaterThanOrEqual(4), 5000);
    const next = {
      gateway: await createTestGateway(database, {ASTERISK: asteriskSetting(exchange)}),
      bridge: new FakeBridge(),
    };
    const nextPart = await asteriskPart({bridge: next.bridge}).start(next.gateway.services);
    const watching = async () =>
      (await exchange.ours.ari.request<{name: string}[]>('GET', '/applications')).filter(({name}) =>
        name.startsWith('sidetone-watch'),
      );
    await vi.waitFor(async () => expect(await watching()).toHaveLength(2), 5000);
    await Promise.all([part.stop(AbortSignal.timeout(1000)), caller.press(pin.slice(4))]);
    await vi.waitFor(() => expect(next.bridge.joined).toHaveLength(1), 10_000);
    expect(next.bridge.joined[0]?.room).toBe('standup');
    expect(bridge.joined).toEqual([]);
    await gateway.close();
    ({gateway, bridge} = next);
    part = nextPart;
  },
);

test(
  'Asterisk is too busy to say what it has when a gateway takes over: it is asked again',
  {timeout},
  async () => {
    vi.spyOn(Ari.prototype, 'channels').mockRejectedValueOnce(new Error('Asterisk did not answer.'));
    await restart({});
    await hears(await call(), 'pin');
    vi.restoreAllMocks();
  },
);

test(
  'Asterisk tells the application of nothing: the gateway notices, connects anew, and serves',
  {timeout},
  async () => {
    // As it is when Asterisk has put a new socket's application to sleep: it takes the request, and no event comes.
    const raise = vi.spyOn(Ari.prototype, 'raise').mockResolvedValue();
    await vi.waitFor(() => expect(gateway.logged()).toContain('the application is told of nothing'), 30_000);
    raise.mockRestore();
    await hears(await call(), 'pin');
  },
);

test('nobody serves the IVR: the caller hears an apology, and the call ends', {timeout}, async () => {
  await part.stop(AbortSignal.timeout(1000));
  const caller = await call();
  await hears(caller, 'failed');
  await caller.hungUp();
});

test(
  'another subscriber takes the application: this gateway stops, and is back when it has the lease anew',
  {timeout},
  async () => {
    const caller = await call();
    await hears(caller, 'pin');
    const displaced = vi.fn();
    const thief = new EventSocket(exchange.ours.addresses.asterisk.ari, {
      application,
      onEvent: () => undefined,
      onDisplaced: displaced,
    });
    await vi.waitFor(() => expect(displaced).toHaveBeenCalledOnce(), 10_000);
    expect(thief.up).toBe(false);
    const [lease] = await database.queries.select().from(asteriskLeases);
    expect(lease?.epoch).toBe(2);
    await caller.press(pin);
    await vi.waitFor(() => expect(bridge.joined).toHaveLength(1), 10_000);
  },
);

test('a call is not written on by a gateway whose lease is another’s', {timeout}, async () => {
  const caller = await call();
  await hears(caller, 'pin');
  await database.queries.execute(
    `update asterisk_leases set holder = 'another', epoch = epoch + 1, expires_at = now() + interval '1 minute'`,
  );
  const {revision} = (await row())!;
  const {ari} = exchange.ours;
  ari.clear();
  await caller.press('1234');
  await vi.waitFor(() => {
    expect(gateway.logged()).toContain('another gateway holds the Asterisk');
    expect(ari.digits()).toMatch(/4$/);
  }, 10_000);
  expect((await row())?.revision).toBe(revision);
  await database.queries.execute(`update asterisk_leases set expires_at = now() - interval '1 second'`);
  await vi.waitFor(async () => expect((await row())?.revision).toBeGreaterThan(revision), 10_000);
});

test('Asterisk restarts: its calls are over, and the next caller is served', {timeout}, async () => {
  await hears(await call(), 'pin');
  await exchange.ours.stopAsterisk({kill: true});
  await exchange.ours.startAsterisk();
  await vi.waitFor(async () => expect(await row()).toMatchObject({status: 'cleared'}), 15_000);
  await hears(await call(), 'pin');
});

test('telephony is switched off: callers are not let in', {timeout}, async () => {
  await restart({ROOM_TELEPHONY_ENABLED: 'false'});
  // No ear is there: the call may be over before it would be.
  const {ari} = exchange.outside;
  const channelId = randomUUID();
  await ari.originate({
    endpoint: `PJSIP/${dialInNumber}@sidetone`,
    app: ariApplication,
    channelId,
    timeout: 20,
  });
  for (const event of ['StasisStart', 'ChannelDestroyed'])
    await ari.waitFor(({type, channel}) => type === event && channel?.id === channelId, {
      timeout: 20_000,
      what: event,
    });
  expect(await row()).toBeUndefined();
});
