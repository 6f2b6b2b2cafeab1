import {RoomServiceClient} from 'livekit-server-sdk';
import {Caller, startPostgres, type Postgres} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, expect, onTestFailed, test, vi} from 'vitest';
import {openDatabase, type Database} from '../database/database.js';
import {asteriskLeases} from '../database/schema.js';
import {createServices, type Services} from '../services.js';
import {readSettings} from '../settings/settings.js';
import {testSettings} from '../testing/services.js';
import {asteriskSetting, createExchange, dialInNumber, type Exchange} from '../testing/telephony/exchange.js';
import {startGatewayProcess, type GatewayProcess} from '../testing/telephony/gateway-process.js';
import {promptTone, writeTonePrompts} from '../testing/telephony/tone-prompts.js';

const timeout = 600_000;
let exchange: Exchange;
let postgres: Postgres;
let database: Database;
let services: Services;
let livekit: RoomServiceClient;
let env: Record<string, string>;
const gateways: GatewayProcess[] = [];
const callers: Caller[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  exchange = await createExchange({livekit: true});
  await writeTonePrompts(exchange.prompts);
  const {url, apiKey, apiSecret} = exchange.ours.addresses.livekit!;
  livekit = new RoomServiceClient(url.replace('ws', 'http'), apiKey, apiSecret);
  const {LOG_LEVEL: _, ...rest} = testSettings;
  env = {
    ...rest,
    DATABASE_URL: await postgres.createDatabase(),
    LIVEKIT_URL: url,
    LIVEKIT_API_KEY: apiKey,
    LIVEKIT_API_SECRET: apiSecret,
    ASTERISK: asteriskSetting(exchange),
    ROOM_TELEPHONY_PROMPTS: exchange.prompts,
    ROOM_TELEPHONY_INTER_DIGIT: '10 seconds',
  };
  database = await openDatabase({url: env['DATABASE_URL']});
  await database.migrate();
  services = await createServices(readSettings({env: {...env, LOG_LEVEL: 'silent'}}), {database});
}, timeout);
afterEach(async () => {
  for (const caller of callers.splice(0)) await caller.hangUp();
  for (const gateway of gateways.splice(0)) await gateway.kill();
}, timeout);
afterAll(async () => {
  await database.close();
  await exchange.stop();
  await postgres.stop();
}, timeout);

async function start(): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(env);
  gateways.push(gateway);
  onTestFailed(() => void process.stderr.write(`A gateway's log:\n${gateway.log()}\n`));
  return gateway;
}

async function call(): Promise<Caller> {
  const caller = await Caller.dial(exchange.outside, `PJSIP/${dialInNumber}@sidetone`);
  callers.push(caller);
  return caller;
}

/** The two gateways, the one in charge first; both hear what happens at Asterisk. */
async function two(): Promise<[GatewayProcess, GatewayProcess]> {
  const first = await start();
  await first.says('this gateway holds the Asterisk');
  const second = await start();
  const watching = async () =>
    (await exchange.ours.ari.request<{name: string}[]>('GET', '/applications')).filter(({name}) =>
      name.startsWith('sidetone-watch'),
    );
  await vi.waitFor(async () => expect(await watching()).toHaveLength(2), 10_000);
  return [first, second];
}

async function roomPin(name: string): Promise<string> {
  await services.rooms.create(name, {language: 'en'}, 'operator');
  return services.rooms.pinOf(name);
}

const people = async (room: string) =>
  (await livekit.listParticipants(room).catch(() => [])).map(({name, identity}) => ({name, identity}));

test('kill -9 in the middle of the IVR: the caller goes on typing and gets in', {timeout}, async () => {
  const pin = await roomPin('standup');
  const [first, second] = await two();
  const caller = await call();
  await caller.ears.hears(promptTone('pin'));
  // Digits before, during and after the time in which nobody is in charge.
  const typing = caller.press(pin);
  await vi.waitFor(
    async () => {
      const [row] = await services.database.queries.query.calls.findMany();
      expect(row?.revision).toBeGreaterThanOrEqual(3);
    },
    {timeout: 5000, interval: 20},
  );
  await first.kill('SIGKILL');
  await typing;
  await second.says('this gateway holds the Asterisk');
  await vi.waitFor(
    async () =>
      expect(await people('standup')).toEqual([{name: 'Anna', identity: expect.stringMatching(/^phone-/)}]),
    15_000,
  );
  const [lease] = await database.queries.select().from(asteriskLeases);
  expect(lease?.epoch).toBe(2);
  expect(second.log()).not.toContain(pin);
});

test(
  'kill -9 in the middle of a conversation: the caller is back in the room, alone in its place',
  {timeout},
  async () => {
    const pin = await roomPin('review');
    const [first, second] = await two();
    const caller = await call();
    await caller.ears.hears(promptTone('pin'));
    await caller.press(pin);
    await vi.waitFor(async () => expect(await people('review')).toHaveLength(1), 15_000);
    const [before] = await people('review');
    await first.kill('SIGKILL');
    await second.says('this gateway holds the Asterisk');
    await vi.waitFor(async () => {
      const bridges = await exchange.ours.ari.bridges();
      const channels = await exchange.ours.ari.channels();
      expect(bridges.flatMap(({channels}) => channels)).toHaveLength(2);
      expect(channels).toHaveLength(2);
      expect(await people('review')).toEqual([before]);
    }, 20_000);
    await caller.hangUp();
    await vi.waitFor(async () => expect(await people('review')).toEqual([]), 10_000);
    await vi.waitFor(async () => expect(await exchange.ours.ari.channels()).toEqual([]), 10_000);
    await vi.waitFor(async () => expect(await exchange.ours.ari.bridges()).toEqual([]), 10_000);
  },
);

test('the database is gone for some seconds: the caller is served on', {timeout}, async () => {
  const pin = await roomPin('retro');
  const gateway = await start();
  await gateway.says('this gateway holds the Asterisk');
  const caller = await call();
  await caller.ears.hears(promptTone('pin'));
  await postgres.kill();
  await caller.press(pin);
  await postgres.start();
  await vi.waitFor(async () => expect(await people('retro')).toHaveLength(1), 20_000);
});
