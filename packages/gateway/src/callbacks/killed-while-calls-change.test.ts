import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {openDatabase} from '../database/database.js';
import {calls} from '../database/schema.js';
import {beginCalling} from '../ivr/calling.js';
import {CallbackReceiver, type ReceivedCallback} from '../testing/callback-receiver.js';
import {createTestGateway, testSettings, type TestGateway} from '../testing/services.js';
import {startGatewayProcess, type GatewayProcess} from '../testing/telephony/gateway-process.js';
import {callbacks} from './tables.js';

const timeout = 300_000;
const program = 'testing/changing-calls.ts';
const project = '45828062';
const callIds = Array.from({length: 20}, (_, index) => `call-${index}`);
/** What is told of each call, to the application and to the project. */
const told = {
  '/own': ['accepted', 'ringing', 'connected', 'held', 'connected', 'held', 'connected', 'cleared'].map(
    (status) => `call.${status}`,
  ),
  '/project': [
    'callCreated',
    ...['RINGING', 'ANSWERED', 'HOLD', 'UNHOLD', 'HOLD', 'UNHOLD', 'HANGUP'],
    'callDestroyed',
  ],
};
const total = callIds.length * Object.values(told).flat().length;

let receiver: CallbackReceiver;
let folder: string;
let gateway: Promise<GatewayProcess> | undefined;
beforeEach(async () => {
  receiver = await CallbackReceiver.start();
  folder = await mkdtemp(join(tmpdir(), 'sidetone-callbacks-'));
});
afterEach(async () => {
  await (await gateway)?.kill();
  await receiver.goAway();
  await rm(folder, {recursive: true});
}, timeout);

/** Works on the database while no process has it. */
async function within(
  env: Record<string, string>,
  work: (services: TestGateway['services']) => Promise<void>,
): Promise<void> {
  const database = await openDatabase({folder: env['DATABASE_FOLDER']!});
  try {
    await database.migrate();
    const {services, close} = await createTestGateway(database, env);
    await work(services);
    await close();
  } finally {
    await database.close();
  }
}

/** A call that has just been placed. */
const placed = (id: string) => ({
  id,
  asteriskId: 'one',
  channelId: `channel-${id}`,
  trunk: 'trunk',
  caller: '',
  called: '+41446681810',
  name: 'Reception',
  dial: {endpoint: 'PJSIP/trunk', callerId: {number: '', name: ''}, unreachable: 503},
  state: beginCalling({room: 'standup', language: 'en'}, Date.now()),
  heardUntil: '',
  revision: 0,
});

const eventOf = ({body}: ReceivedCallback) => body['type'] ?? body['state'] ?? body['event'];
const callOf = ({body: {data, call}}: ReceivedCallback) =>
  (data as {callid: string} | undefined)?.callid ?? (call as {id: string}).id;
const idsOf = (all: readonly ReceivedCallback[]) => new Set(all.map(({id}) => id));

test(
  'kill -9 at random moments while it changes calls and tells of them, and nobody there for a while: all is told, in order',
  {timeout},
  async () => {
    const {LOG_LEVEL: _, ...rest} = testSettings;
    const env = {
      ...rest,
      DATABASE_FOLDER: join(folder, 'data'),
      WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8',
      CALLBACK_RETRY_FIRST: '50ms',
      CALLBACK_RETRY_LONGEST: '500ms',
    };
    await within(env, async ({callbacks: {endpoints}, rooms, phones}) => {
      await endpoints.add(`${receiver.url}/own`, 'operator');
      await endpoints.setForProject(project, `${receiver.url}/project`, 'operator');
      await rooms.create('standup', {language: 'en'}, 'operator');
      for (const id of callIds) await phones.store.place(placed(id), {endsWithOwner: false, project});
    });

    const start = () => startGatewayProcess(env, program);
    const kill = async () => {
      await (await gateway!).kill('SIGKILL');
      gateway = start();
    };
    const killWhileNobodyIsThere = async () => {
      await receiver.goAway();
      await kill();
      await (await gateway!).says('a callback did not arrive');
      await receiver.comeBack();
    };
    // Each after a random number of requests; the one under way then gets no answer.
    const troubles = [kill, killWhileNobodyIsThere];
    const part = total / (troubles.length + 1);
    const moments = troubles.map((_, index) => Math.floor((index + Math.random()) * part));
    let over = Promise.resolve();
    let count = 0;
    receiver.answer = (response) => {
      if (!troubles.length || receiver.seen.length <= moments[0]!) return void response.writeHead(204).end();
      response.destroy();
      moments.shift();
      // One after the other: two gateways cannot share the folder.
      over = over.then(troubles.shift()!);
      count++;
    };
    gateway = start();

    await vi.waitFor(() => expect(idsOf(receiver.taken).size).toBe(total), {
      timeout: timeout - 60_000,
      interval: 100,
    });
    await over;
    await (await gateway).kill('SIGTERM');

    // What was under way when the gateway died came again under its id, word for word.
    expect(count).toBe(2);
    expect(receiver.seen.length).toBeGreaterThan(total);
    const firsts = new Map<string, ReceivedCallback>();
    for (const one of receiver.seen) {
      expect(one.text).toBe(firsts.get(one.id)?.text ?? one.text);
      if (!firsts.has(one.id)) firsts.set(one.id, one);
    }
    for (const [path, events] of Object.entries(told))
      for (const id of callIds) {
        const ofCall = [...firsts.values()].filter((one) => one.path === path && callOf(one) === id);
        expect(ofCall.map(eventOf), `${path} ${id}`).toEqual(events);
      }
    await within(env, async ({database: {queries}}) => {
      expect(await queries.select().from(callbacks)).toEqual([]);
      const statuses = await queries.select({status: calls.status}).from(calls);
      expect(statuses).toEqual(callIds.map(() => ({status: 'cleared'})));
    });
  },
);
