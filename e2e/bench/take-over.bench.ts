// What callers notice of a death: kill -9 of the gateway in charge while a PIN is typed, until the caller is in the room; and of the bridge
// that carries a caller, until the room hears the caller again. Two of each over PostgreSQL. BENCH_COUNT deaths of each kind.
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {TestGuest} from '../../packages/bridge/src/testing/guest.js';
import {createStack, startPostgres} from '../../packages/stack/src/index.js';
import {callRoom, nextPhone, typed} from './room-callers.js';
import {line} from './statistics.js';

const count = Number(process.env['BENCH_COUNT'] ?? 5);
/** Of what a guest looks at to hear a tone: what was heard before is forgotten then. */
const samples = 4800;

const folder = await mkdtemp(join(tmpdir(), 'sidetone-bench-'));
const postgres = await startPostgres();
const stack = await createStack({
  folder,
  livekit: true,
  gateway: {databaseUrl: await postgres.createDatabase(), instances: 2, bridges: 2},
  report: console.log,
});
const {livekit, gateway} = stack.addresses;

try {
  if (!livekit || !gateway) throw new Error('There is nothing to measure without livekit-server.');
  const {pin} = await stack.gateway!.room('bench');
  const guest = await TestGuest.join(livekit, 'bench');

  const gateways: number[] = [];
  for (let round = 0; round < count; round++) {
    const index = await indexOf(gateway.instances, isInCharge);
    const caller = await callRoom(stack);
    const inRoom = nextPhone(guest);
    await caller.press(pin.slice(0, -1));
    await typed(stack, pin.slice(0, -1));
    const from = performance.now();
    await stack.stopGateway({index, kill: true});
    await caller.press(pin.slice(-1));
    const identity = await inRoom;
    gateways.push(performance.now() - from);
    await caller.hangUp();
    await guest.sees(identity, false);
    await stack.startGateway(index);
    await until(bothListen);
  }
  console.log(line('gateway killed, until the caller is in', gateways));

  const bridges: number[] = [];
  for (let round = 0; round < count; round++) {
    const caller = await callRoom(stack);
    caller.say(440);
    const inRoom = nextPhone(guest);
    await caller.press(pin);
    const ears = guest.ears(await inRoom);
    await ears.hears(440);
    const index = await indexOf(gateway.bridges, hasLegs);
    const again = once(guest.room, 'trackSubscribed');
    const from = performance.now();
    await stack.stopBridge(index, {kill: true});
    await again;
    const before = ears.heard;
    await until(() => ears.heard > before + samples);
    await ears.hears(440);
    bridges.push(performance.now() - from);
    await caller.hangUp();
    await until(() => guest.room.remoteParticipants.size === 0);
    await stack.startBridge(index);
  }
  console.log(line('bridge killed, until the caller is heard', bridges));
  await guest.leave();
} finally {
  await stack.stop();
  await postgres.stop();
  await rm(folder, {recursive: true});
}
process.exit(0);

async function isInCharge(url: string): Promise<boolean> {
  return /^sidetone_asterisk_held\{.*\} 1$/m.test(await (await fetch(`${url}/metrics`)).text());
}

async function hasLegs(url: string): Promise<boolean> {
  return ((await (await fetch(`${url}/health`)).json()) as {legs: number}).legs > 0;
}

/** Both gateways hear what happens at Asterisk. */
async function bothListen(): Promise<boolean> {
  const applications = await stack.ari.request<{name: string}[]>('GET', '/applications');
  return applications.filter(({name}) => name.startsWith('sidetone-watch')).length === 2;
}

/** The first of which it holds, as soon as there is one. */
async function indexOf(urls: readonly string[], holds: (url: string) => Promise<boolean>): Promise<number> {
  let index = -1;
  await until(async () => {
    index = (await Promise.all(urls.map((url) => holds(url).catch(() => false)))).indexOf(true);
    return index >= 0;
  });
  return index;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}
