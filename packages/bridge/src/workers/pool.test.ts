import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ariApplication, createStack, isAlive, type Stack} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import type {LegRequest, LegState, LiveKitAccess, PhoneLeg} from '../bridge.js';
import {RtcBridge} from '../rtc/rtc-bridge.js';
import {TestGuest} from '../testing/guest.js';
import {TestPhone} from '../testing/phone.js';
import {BridgePool} from './pool.js';
import {serveBridge} from './serve.js';

// Real servers on a busy machine: what is asserted is awaited, not timed.
vi.setConfig({testTimeout: 60_000});
/** Making the stack's parts for the first time takes its time. */
const timeout = 900_000;
/** As this package is run from its source. */
const execArgv = ['--conditions=@sidetone/source', '--import', 'tsx'];
let folder: string;
let stack: Stack;
let livekit: LiveKitAccess;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-test-'));
  stack = await createStack({folder, livekit: true});
  livekit = stack.addresses.livekit!;
}, timeout);
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(async () => {
  await stack.stop();
  await rm(folder, {recursive: true});
});

/** With its workers up: on a busy machine they take longer than a leg waits for them. */
async function childPool(children: number): Promise<BridgePool> {
  const pool = new BridgePool({children, livekit, execArgv});
  closers.push(() => pool.close());
  await expect.poll(() => pool.workers.every(({up}) => up), {timeout: 30_000}).toBe(true);
  return pool;
}

/** Of all workers, or of those with so many legs. */
const pidsOf = ({workers}: BridgePool, count?: number) =>
  workers.filter(({legs}) => count === undefined || legs === count).flatMap(({pid}) => pid ?? []);

async function call(): Promise<TestPhone> {
  const phone = await TestPhone.call({...stack.addresses.asterisk.ari, app: ariApplication});
  closers.push(() => phone.hangUp());
  return phone;
}

async function guestIn(room: string): Promise<TestGuest> {
  const guest = await TestGuest.join(livekit, room);
  closers.push(() => guest.leave());
  return guest;
}

function request({channelId}: TestPhone, room: string, identity: string): LegRequest {
  const asterisk = {...stack.addresses.asterisk.ari, app: ariApplication};
  return {id: randomUUID(), room, identity, name: identity, channelId, asterisk, tones: false};
}

async function until(leg: PhoneLeg, state: LegState): Promise<void> {
  while (leg.state !== state) await once(leg, 'state');
}

test('legs are spread; one whose worker is killed is back in the room, as muted as it was', async () => {
  const pool = await childPool(2);
  const [anna, ben] = [await call(), await call()];
  const guest = await guestIn('two');
  const [first, second] = await Promise.all([
    pool.join(request(anna, 'two', 'anna')),
    pool.join(request(ben, 'two', 'ben')),
  ]);
  anna.say(440);
  ben.say(660);
  guest.say(1000);
  await Promise.all([guest.ears('anna').hears(440), guest.ears('ben').hears(660)]);
  await second.mute('speaker');
  const states: Record<string, LegState[]> = {anna: [], ben: []};
  first.on('state', (state) => states['anna']?.push(state));
  second.on('state', (state) => states['ben']?.push(state));

  for (const pid of pidsOf(pool)) process.kill(pid, 'SIGKILL');
  await Promise.all([until(first, 'reconnecting'), until(second, 'reconnecting')]);
  await Promise.all([until(first, 'in-room'), until(second, 'in-room')]);
  anna.say(550);
  ben.say(770);
  guest.say(1200);
  await Promise.all([
    guest.ears('anna').hears(550),
    guest.ears('ben').hears(770),
    anna.ears.hears(1200),
    ben.ears.hearsNo(1200),
  ]);
  await second.mute('none');
  await ben.ears.hears(1200);
  expect(states).toEqual({anna: ['reconnecting', 'in-room'], ben: ['reconnecting', 'in-room']});
  expect((await stack.ari.channels()).map(({id}) => id)).toEqual(
    expect.arrayContaining([anna.channelId, ben.channelId]),
  );
});

test('the worker that keeps a place for a phone is the one that carries it', async () => {
  const pool = await childPool(3);
  const guest = await guestIn('expected');
  const phone = await call();
  const leg = request(phone, 'expected', 'phone');
  const {id, room, identity, name} = leg;
  await pool.expect({id, room, identity, name});
  await guest.sees(identity);
  const {sid} = guest.participant(identity)!;
  await pool.join(leg);
  phone.say(440);
  await guest.ears(identity).hears(440);
  expect(guest.participant(identity)?.sid).toBe(sid);
});

test('one of two workers is killed: the other one takes its leg', async () => {
  const pool = await childPool(2);
  const phone = await call();
  const guest = await guestIn('one');
  const leg = await pool.join(request(phone, 'one', 'anna'));
  phone.say(440);
  await guest.ears('anna').hears(440);
  const [pid = 0] = pidsOf(pool, 1);
  process.kill(pid, 'SIGKILL');
  await until(leg, 'reconnecting');
  await until(leg, 'in-room');
  phone.say(550);
  await guest.ears('anna').hears(550);
  expect(pidsOf(pool, 1)).not.toEqual([pid]);
});

test('who hangs up while the leg has no worker is gone', async () => {
  const pool = await childPool(1);
  const phone = await call();
  const leg = await pool.join(request(phone, 'gone', 'anna'));
  for (const pid of pidsOf(pool)) process.kill(pid, 'SIGKILL');
  await until(leg, 'reconnecting');
  const ended = once(leg, 'ended');
  await phone.hangUp();
  expect(await ended).toEqual([{reason: 'caller-gone'}]);
  expect(pool.legs.size).toBe(0);
});

test('a worker that is told to end hands its legs over first', async () => {
  const pool = await childPool(2);
  const phone = await call();
  const guest = await guestIn('drain');
  const leg = await pool.join(request(phone, 'drain', 'anna'));
  const [pid = 0] = pidsOf(pool, 1);
  process.kill(pid, 'SIGTERM');
  await until(leg, 'reconnecting');
  await until(leg, 'in-room');
  phone.say(440);
  guest.say(1000);
  await Promise.all([guest.ears('anna').hears(440), phone.ears.hears(1000)]);
  await expect.poll(() => isAlive(pid), {timeout: 5000}).toBe(false);
});

test('workers elsewhere: what a gateway that went away left is taken over in mid-conversation', async () => {
  const token = randomUUID();
  const carriers = [new RtcBridge(livekit), new RtcBridge(livekit)];
  const servers = await Promise.all(carriers.map((carrier) => serveBridge(carrier, {token})));
  servers.forEach((server) => closers.push(() => server.close()));
  // The same workers, in another order: who would choose anew takes another one.
  const workers = servers.map(({url}) => url);
  const first = new BridgePool({workers, token});
  const second = new BridgePool({workers: workers.toReversed(), token});
  closers.push(() => second.close());
  await expect.poll(() => [first, second].every((pool) => pool.workers.every(({up}) => up))).toBe(true);
  const phone = await call();
  const guest = await guestIn('elsewhere');
  const wanted = request(phone, 'elsewhere', 'anna');
  await (await first.join(wanted)).mute('speaker');
  phone.say(440);
  await guest.ears('anna').hears(440);
  let left = false;
  guest.room.once('participantDisconnected', () => (left = true));
  await first.detach?.();

  const leg = await second.join(wanted);
  expect(leg.muted).toBe('speaker');
  await guest.ears('anna').hears(440);
  expect(left).toBe(false);
  await leg.leave();
  expect(carriers.map(({legs}) => legs.size)).toEqual([0, 0]);
});

test('a worker knows none of the gateway’s secrets', async () => {
  vi.stubEnv('SECRET_KEY', 'of the gateway alone');
  const pool = await childPool(1);
  vi.unstubAllEnvs();
  const environment = await readFile(`/proc/${pidsOf(pool)[0]}/environ`, 'utf8');
  expect(environment).toContain('SIDETONE_BRIDGE_TOKEN=');
  expect(environment).not.toContain('SECRET_KEY');
});

test('errors pass from the worker to the gateway by their codes', async () => {
  const pool = await childPool(1);
  const phone = await call();
  const leg = await pool.join(request(phone, 'errors', 'anna'));
  await expect(leg.dial('x')).rejects.toMatchObject({code: 'dtmf-invalid'});
  const nobody = {...request(phone, 'errors', 'ben'), channelId: 'nobody'};
  await expect(pool.join(nobody)).rejects.toMatchObject({code: 'caller-gone'});
});

test('without the secret no worker is reached', async () => {
  const server = await serveBridge(new RtcBridge(livekit), {token: 'right'});
  closers.push(() => server.close());
  const pool = new BridgePool({workers: [server.url], token: 'wrong'});
  closers.push(() => pool.close());
  const phone = await call();
  await expect(pool.join(request(phone, 'secret', 'anna'))).rejects.toMatchObject({
    code: 'bridge-unavailable',
  });
});
