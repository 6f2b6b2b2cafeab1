import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createStack, freeUdpPort, startPostgres, type Postgres, type Stack} from '@sidetone/stack';
import {RoomServiceClient} from 'livekit-server-sdk';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test, vi} from 'vitest';
import {asteriskConfiguration} from '../asterisk/config/configuration.js';
import {openDatabase, type Database} from '../database/database.js';
import {createServices, type Services} from '../services.js';
import {readSettings} from '../settings/settings.js';
import {EventReader} from '../testing/event-source.js';
import {createTestGateway, testSecrets, testSettings} from '../testing/services.js';
import {createFarSide, farSide, farSideTrunk} from '../testing/telephony/far-side.js';
import {startGatewayProcess, type GatewayProcess} from '../testing/telephony/gateway-process.js';
import type {CallEntry} from './call-entry.js';

const timeout = 600_000;
const ari = {user: 'gateway', password: 'the password of the gateway'};
let folder: string;
let ours: Stack;
let outside: Stack;
let postgres: Postgres;
let database: Database;
let services: Services;
let livekit: RoomServiceClient;
let env: Record<string, string>;
let authorization: string;
const gateways: GatewayProcess[] = [];
const readers: EventReader<CallEntry>[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-dial-takeover-'));
  postgres = await startPostgres();
  const port = await freeUdpPort();
  const {files, modules} = asteriskConfiguration({
    id: 'one',
    ari,
    gateway: 'http://127.0.0.1:9',
    realtimeSecret: testSecrets.realtime,
    numbers: ['+41446681800'],
    country: 'CH',
    credentialLife: 3_600_000,
    prompts: join(folder, 'prompts'),
    language: 'en',
    ignoreContact: false,
    trace: false,
    bind: {udp: `127.0.0.1:${await freeUdpPort()}`},
  });
  [ours, outside] = await Promise.all([
    createStack({
      folder,
      name: 'ours',
      livekit: true,
      asteriskModules: modules,
      asteriskConfiguration: {...files, 'pjsip.conf': `${files['pjsip.conf']}\n${farSideTrunk(port)}`},
    }),
    createFarSide(folder, port),
  ]);
  const {url, apiKey, apiSecret} = ours.addresses.livekit!;
  livekit = new RoomServiceClient(url.replace('ws', 'http'), apiKey, apiSecret);
  const {LOG_LEVEL: _, ...rest} = testSettings;
  env = {
    ...rest,
    DATABASE_URL: await postgres.createDatabase(),
    LIVEKIT_URL: url,
    LIVEKIT_API_KEY: apiKey,
    LIVEKIT_API_SECRET: apiSecret,
    ASTERISK: JSON.stringify([
      {id: 'one', ari: {...ari, url: ours.addresses.asterisk.ari.url}, wss: [ours.addresses.asterisk.wss]},
    ]),
    DIAL_OUT_ENDPOINT: 'trunk',
  };
  database = await openDatabase({url: env['DATABASE_URL']});
  await database.migrate();
  services = await createServices(readSettings({env: {...env, LOG_LEVEL: 'silent'}}), {database});
}, timeout);
beforeEach(async () => {
  // Good for a minute.
  authorization = await (await createTestGateway(database, env)).application();
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  for (const {id} of await outside.ari.channels()) await outside.ari.hangup(id).catch(() => undefined);
  for (const gateway of gateways.splice(0)) await gateway.kill();
}, timeout);
afterAll(async () => {
  await database.close();
  await Promise.all([ours.stop(), outside.stop()]);
  await postgres.stop();
  await rm(folder, {recursive: true});
}, timeout);

async function start(): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(env);
  gateways.push(gateway);
  return gateway;
}

async function follow({url}: GatewayProcess, room: string): Promise<EventReader<CallEntry>> {
  const reader = await EventReader.open<CallEntry>(`${url}/v1/rooms/${room}/events`, {authorization});
  readers.push(reader);
  return reader;
}

async function dial({url}: GatewayProcess, room: string, to: string): Promise<CallEntry> {
  const answer = await fetch(`${url}/v1/rooms/${room}/calls`, {
    method: 'POST',
    headers: {authorization, 'content-type': 'application/json'},
    body: JSON.stringify({to}),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as CallEntry;
}

/** What everybody in the room can read. */
async function metadata(room: string): Promise<Record<string, unknown>> {
  const [found] = await livekit.listRooms([room]);
  return JSON.parse(found?.metadata || '{}') as Record<string, unknown>;
}

async function open(room: string): Promise<void> {
  await services.rooms.create(room, {language: 'en'}, 'operator');
  await livekit.createRoom({name: room, metadata: '{"topic":"plans"}'});
}

test(
  'kill -9 while the phone rings: the statuses arrive all the same, and the call is answered',
  {timeout},
  async () => {
    await open('standup');
    const first = await start();
    await first.says('this gateway holds the Asterisk');
    const second = await start();
    const reader = await follow(second, 'standup');
    const {callid, identity} = await dial(second, 'standup', farSide.answersLater);
    await reader.until((entries) => entries.at(-1)?.status === 'ringing');
    const key = `callstatus_${callid}`;
    await vi.waitFor(
      async () =>
        expect(await metadata('standup')).toMatchObject({topic: 'plans', [key]: {callid, status: 'ringing'}}),
      15_000,
    );
    await first.kill('SIGKILL');
    await outside.cli('dialplan set global ANSWER yes');
    await reader.until((entries) => entries.at(-1)?.status === 'connected');
    expect(reader.all.map(({status}) => status)).toEqual(['accepted', 'ringing', 'connected']);
    const people = async () => (await livekit.listParticipants('standup')).map((one) => one.identity);
    expect(await people()).toEqual([identity]);
    await vi.waitFor(
      async () => expect(await metadata('standup')).toMatchObject({[key]: {status: 'connected'}}),
      15_000,
    );
    expect((await outside.ari.channels()).map(({state}) => state)).toEqual(['Up']);
    await outside.ari.hangup((await outside.ari.channels())[0]!.id);
    await reader.until((entries) => entries.at(-1)?.status === 'cleared');
    await vi.waitFor(async () => expect(await people()).toEqual([]), 15_000);
    await vi.waitFor(async () => expect(await ours.ari.channels()).toEqual([]), 15_000);
  },
);

test(
  'kill -9 while a phone that is in the room at once rings: it is there again, and is not called twice',
  {timeout},
  async () => {
    await open('lobby');
    const first = await start();
    await first.says('this gateway holds the Asterisk');
    await start();
    const {dialOut, targets, calls} = services.phones;
    const target = await targets.find(farSide.rings);
    const atOnce = {trackName: 'stream-1', metadata: 'name=Anna'};
    const {entry} = await dialOut.call({room: 'lobby', target, atOnce}, 'operator');
    const phone = async () => {
      const [found] = await livekit.listParticipants('lobby').catch(() => []);
      expect(found).toMatchObject({
        identity: entry.identity,
        metadata: 'name=Anna',
        attributes: {'sip.callStatus': 'ringing'},
        tracks: [{name: 'stream-1'}],
      });
      return found!.sid;
    };
    const sid = await vi.waitFor(phone, 20_000);
    await first.kill('SIGKILL');
    await vi.waitFor(async () => expect(await phone()).not.toBe(sid), 20_000);
    const [ringing, ...more] = await outside.ari.channels();
    expect([ringing?.state, more]).toEqual(['Ring', []]);
    await outside.ari.hangup(ringing!.id, 17);
    await vi.waitFor(async () => expect(await livekit.listParticipants('lobby')).toEqual([]), 20_000);
    await vi.waitFor(async () => {
      const {entry: now} = await calls.get(entry.callid);
      expect(now).toMatchObject({status: 'rejected', cause: 'busy'});
    }, 15_000);
  },
);

test(
  'a rejected call is shown to the room for a while, also when the gateway that showed it is dead',
  {timeout},
  async () => {
    await open('review');
    const first = await start();
    await first.says('this gateway holds the Asterisk');
    const {callid} = await dial(first, 'review', farSide.busy);
    const key = `callstatus_${callid}`;
    const rejected = {callid, status: 'rejected', cause: 'busy', code: 486, message: 'The line is busy.'};
    await vi.waitFor(async () => expect((await metadata('review'))[key]).toMatchObject(rejected), {
      timeout: 15_000,
      interval: 50,
    });
    await first.kill('SIGKILL');
    await start();
    await vi.waitFor(async () => expect(await metadata('review')).toEqual({topic: 'plans'}), 30_000);
  },
);
