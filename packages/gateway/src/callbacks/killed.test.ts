import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {openDatabase, type Database} from '../database/database.js';
import {createServices} from '../services.js';
import {readSettings} from '../settings/settings.js';
import {CallbackReceiver} from '../testing/callback-receiver.js';
import {testSettings} from '../testing/services.js';
import {createSharedDatabase} from '../testing/shared-postgres.js';
import {startGatewayProcess, type GatewayProcess} from '../testing/telephony/gateway-process.js';
import {callbacks} from './tables.js';

const timeout = 120_000;
const patient = {timeout: 60_000, interval: 50};
const callCount = 40;
const eventCount = 10;

let url: string;
let database: Database;
let receiver: CallbackReceiver;
const running = new Set<GatewayProcess>();
const env = {
  ...testSettings,
  ASTERISK: '[]',
  LOG_LEVEL: 'info',
  WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8',
  CALLBACK_RETRY_FIRST: '200ms',
  CALLBACK_RETRY_LONGEST: '1s',
};

beforeAll(async () => {
  url = await createSharedDatabase();
  database = await openDatabase({url});
  await database.migrate();
  receiver = await CallbackReceiver.start();
}, timeout);
afterAll(async () => {
  await Promise.all([...running].map((gateway) => gateway.kill()));
  await receiver.goAway();
  await database.close();
}, timeout);

async function start(): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess({...env, DATABASE_URL: url});
  running.add(gateway);
  return gateway;
}
async function kill(gateway: GatewayProcess): Promise<void> {
  running.delete(gateway);
  await gateway.kill('SIGKILL');
}
const soon = () => sleep(Math.random() * 200);
const takes = (more: number) => {
  const count = receiver.taken.length + more;
  return vi.waitFor(() => expect(receiver.taken.length).toBeGreaterThanOrEqual(count), patient);
};
/** As often, by whatever gateway, in all that waits. */
const triedInVain = (times: number) =>
  vi.waitFor(async () => {
    const waiting = await database.queries.select().from(callbacks);
    expect(waiting.reduce((sum, {attempts}) => sum + attempts, 0)).toBeGreaterThan(times);
  }, patient);

test(
  'nothing is lost, and each call stays in order, while gateways are killed and the receiver is away',
  {timeout},
  async () => {
    const services = await createServices(readSettings({env}), {database});
    const {endpoints, queue} = services.callbacks;
    const {id: endpointId} = await endpoints.add(`${receiver.url}/calls`, 'operator');
    receiver.answer = (response) => void setTimeout(() => response.writeHead(204).end(), 5);
    const [one, other] = await Promise.all([start(), start()]);

    const write = async () => {
      for (let number = 0; number < eventCount; number++) {
        await database.queries.transaction((transaction) =>
          queue.enqueue(
            transaction,
            Array.from({length: callCount}, (_, call) => ({
              endpointId,
              lane: `call-${call}`,
              type: 'test',
              body: JSON.stringify({call, number}),
            })),
          ),
        );
        await sleep(20);
      }
    };
    const writing = write();
    await takes(20);
    await soon();
    await kill(one);
    await takes(20);
    const third = start();
    await receiver.goAway();
    await soon();
    await kill(other);
    await Promise.all([third, writing]);
    await triedInVain(20);
    await receiver.comeBack();
    await vi.waitFor(
      async () => expect(await database.queries.select().from(callbacks)).toEqual([]),
      patient,
    );

    const bodies = new Map<string, string>();
    const firsts = new Map<unknown, unknown[]>();
    for (const {id, text, body} of receiver.seen) {
      // One that came twice has the same id.
      if (!bodies.has(id)) firsts.set(body['call'], [...(firsts.get(body['call']) ?? []), body['number']]);
      expect(bodies.get(id) ?? text).toBe(text);
      bodies.set(id, text);
    }
    expect(bodies.size).toBe(callCount * eventCount);
    expect(firsts.size).toBe(callCount);
    for (const numbers of firsts.values())
      expect(numbers).toEqual(Array.from({length: eventCount}, (_, number) => number));
  },
);
