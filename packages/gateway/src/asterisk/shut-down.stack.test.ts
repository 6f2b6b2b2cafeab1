import {randomUUID} from 'node:crypto';
import {RtcBridge, serveBridge} from '@sidetone/bridge';
import {Caller, holdTone} from '@sidetone/stack';
import {SignJWT} from 'jose';
import {RoomServiceClient} from 'livekit-server-sdk';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {openDatabase, type Database} from '../database/database.js';
import {createServices, type Services} from '../services.js';
import {readSettings} from '../settings/settings.js';
import {createSharedDatabase} from '../testing/shared-postgres.js';
import {testSecrets, testSettings} from '../testing/services.js';
import {asteriskSetting, createExchange, dialInNumber, type Exchange} from '../testing/telephony/exchange.js';
import {startGatewayProcess, type GatewayProcess} from '../testing/telephony/gateway-process.js';
import {promptTone, writeTonePrompts} from '../testing/telephony/tone-prompts.js';

const timeout = 600_000;
let exchange: Exchange;
let database: Database;
let services: Services;
let livekit: RoomServiceClient;
let env: Record<string, string>;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  exchange = await createExchange({livekit: true});
  await writeTonePrompts(exchange.prompts);
  const {url, apiKey, apiSecret} = exchange.ours.addresses.livekit!;
  livekit = new RoomServiceClient(url.replace('ws', 'http'), apiKey, apiSecret);
  const {LOG_LEVEL: _, ...rest} = testSettings;
  env = {
    ...rest,
    DATABASE_URL: await createSharedDatabase(),
    LIVEKIT_URL: url,
    LIVEKIT_API_KEY: apiKey,
    LIVEKIT_API_SECRET: apiSecret,
    ASTERISK: asteriskSetting(exchange),
    ROOM_TELEPHONY_PROMPTS: exchange.prompts,
    DIAL_OUT_ENDPOINT: 'trunk',
    SHUTDOWN_GRACE: '10 minutes',
  };
  database = await openDatabase({url: env['DATABASE_URL']});
  await database.migrate();
  services = await createServices(readSettings({env: {...env, LOG_LEVEL: 'silent'}}), {database});
}, timeout);
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await vi.waitFor(async () => expect(await exchange.ours.ari.channels()).toEqual([]), 20_000);
}, timeout);
afterAll(async () => {
  await database.close();
  await exchange.stop();
}, timeout);

async function start(settings: Record<string, string> = {}): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess({...env, ...settings});
  closers.push(() => gateway.kill());
  return gateway;
}

async function call(): Promise<Caller> {
  const caller = await Caller.dial(exchange.outside, `PJSIP/${dialInNumber}@sidetone`);
  closers.push(() => caller.hangUp());
  return caller;
}

/** A caller in a room. */
async function enter(room: string): Promise<Caller> {
  await services.rooms.create(room, {language: 'en'}, 'operator');
  const caller = await call();
  await caller.ears.hears(promptTone('pin'));
  await caller.press(await services.rooms.pinOf(room));
  await vi.waitFor(async () => expect(await people(room)).toHaveLength(1), 20_000);
  return caller;
}

/** The token of an application server. */
const application = () =>
  new SignJWT({aud: 'sidetone', sub: 'app'})
    .setExpirationTime('5 minutes')
    .setProtectedHeader({alg: 'HS256'})
    .sign(new TextEncoder().encode(testSecrets.jwt));

/** Whoever leaves and comes back has another sid. */
const people = async (room: string) =>
  (await livekit.listParticipants(room).catch(() => [])).map(({identity, sid}) => ({identity, sid}));

const callsIn = (room: string) =>
  database.queries.query.calls.findMany({where: (call, {eq}) => eq(call.room, room)});

test(
  'SIGTERM in a conversation: another gateway goes on, and nobody in the room notices',
  {timeout},
  async () => {
    const {url, apiKey, apiSecret} = exchange.ours.addresses.livekit!;
    const token = randomUUID();
    const carriers = [0, 1].map(() => new RtcBridge({url, apiKey, apiSecret}));
    const workers = await Promise.all(carriers.map((carrier) => serveBridge(carrier, {token})));
    closers.push(() => Promise.all([...workers, ...carriers].map((one) => one.close())));
    const urls = workers.map((worker) => worker.url);
    const elsewhere = (list: string[]) => ({BRIDGE_TOKEN: token, BRIDGE_URLS: list.join(',')});
    const first = await start(elsewhere(urls));
    await first.says('this gateway holds the Asterisk');
    // In another order: whoever did not know where a phone is would take it to the other one.
    const second = await start(elsewhere(urls.toReversed()));
    const applications = () => exchange.ours.ari.request<{name: string}[]>('GET', '/applications');
    await vi.waitFor(
      async () =>
        expect((await applications()).filter(({name}) => name.startsWith('sidetone-watch'))).toHaveLength(2),
      20_000,
    );
    const caller = await enter('standup');
    const before = await people('standup');
    const states: string[] = [];
    for (const {legs} of carriers)
      for (const leg of legs.values()) leg.on('state', (state) => states.push(state));

    await first.kill('SIGTERM');
    expect(first.log()).toContain('another gateway goes on with the calls');
    await second.says('this gateway holds the Asterisk');
    // Alone in the room, the phone hears music as before.
    await caller.ears.hears(holdTone);
    expect(await people('standup')).toEqual(before);
    expect(states).toEqual([]);

    await caller.hangUp();
    await vi.waitFor(async () => expect(await people('standup')).toEqual([]), 20_000);
    await vi.waitFor(async () => {
      expect(await callsIn('standup')).toMatchObject([{status: 'cleared', cause: 'remote-hung-up'}]);
    }, 10_000);
  },
);

test(
  'SIGTERM of the only gateway: new callers and calls are refused, and it ends when the caller has hung up',
  {timeout},
  async () => {
    const gateway = await start();
    await gateway.says('this gateway holds the Asterisk');
    const caller = await enter('review');
    const [before] = await people('review');
    let ended = false;
    const end = gateway.kill('SIGTERM').then(() => (ended = true));
    await gateway.says('no new calls are taken on');

    const late = await call();
    await late.ears.hears(promptTone('failed'));
    await late.hungUp();
    const answer = await fetch(`${gateway.url}/v1/rooms/review/calls`, {
      method: 'POST',
      headers: {authorization: `Bearer ${await application()}`, 'content-type': 'application/json'},
      body: JSON.stringify({to: '+41446681820'}),
    });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({code: 'unavailable'});
    expect(await people('review')).toEqual([before]);
    expect(ended).toBe(false);

    await caller.hangUp();
    await end;
    await vi.waitFor(async () => expect(await people('review')).toEqual([]), 20_000);
    expect(gateway.log()).not.toContain('SHUTDOWN_GRACE is over');
  },
);

test('the only gateway, and calls that last too long: they end with a goodbye', {timeout}, async () => {
  const gateway = await start({SHUTDOWN_GRACE: '1 second'});
  await gateway.says('this gateway holds the Asterisk');
  const caller = await enter('retro');
  const end = gateway.kill('SIGTERM');
  await caller.ears.hears(promptTone('goodbye'));
  await caller.hungUp();
  await end;
  await vi.waitFor(async () => expect(await people('retro')).toEqual([]), 20_000);
  expect(await callsIn('retro')).toMatchObject([{status: 'cleared', cause: 'hung-up'}]);
});
