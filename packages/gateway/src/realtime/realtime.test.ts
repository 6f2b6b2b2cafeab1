import {DrizzleQueryError} from 'drizzle-orm/errors';
import {expect, test} from 'vitest';
import type {Credentials} from '../mappings/credentials.js';
import type {Mapping} from '../mappings/mapping.js';
import type {Mappings} from '../mappings/mappings.js';
import {readSettings} from '../settings/settings.js';
import {testSettings} from '../testing/services.js';
import type {Filter} from './filter.js';
import type {Trunks} from '../trunks/trunks.js';
import {Realtime} from './realtime.js';

const minute = 60_000;
const alice: Mapping = {
  sipUser: 'alice',
  sipHost: 'sip.example.org',
  sipPort: 5060,
  transport: 'udp',
  http: {location: '/'},
  userId: '434',
  register: true,
  canCall: true,
  canBeCalled: true,
  revision: '1',
};
const id: Filter = {field: 'id', operator: '=', value: 'alice@sip.example.org'};
const refused = () =>
  new DrizzleQueryError('select', [], Object.assign(new Error('refused'), {code: 'ECONNREFUSED'}));

/** Look-ups over a database that answers as `find` does. */
function setUp(life = '60 minutes') {
  const world = {now: 0, find: async (): Promise<Mapping | undefined> => alice};
  const realtime = new Realtime({
    settings: readSettings({env: {...testSettings, CREDENTIAL_LIFE: life}}),
    trunks: {} as Trunks,
    dials: {find: async () => undefined},
    vault: {open: () => ''},
    mappings: {find: () => world.find(), all: async () => [alice]} as unknown as Mappings,
    credentials: {} as Credentials,
    clock: () => world.now,
  });
  return {world, realtime};
}

test.each([
  ['refuses', () => Promise.reject(refused())],
  ['hangs', () => new Promise<never>(() => undefined)],
])('while the database %s, who may register is what it was, for a while', async (_, find) => {
  const {world, realtime} = setUp();
  const [row] = await realtime.find('ps_endpoints', [id]);
  world.find = find;
  world.now = 4 * minute;
  expect(await realtime.find('ps_endpoints', [id])).toEqual([row]);
  world.now = 6 * minute;
  await expect(realtime.find('ps_endpoints', [id])).rejects.toThrow();
});

test('a short-lived credential is not repeated for longer than it may be missing', async () => {
  const {world, realtime} = setUp('4 minutes');
  await realtime.find('ps_aors', [id]);
  world.find = () => Promise.reject(refused());
  world.now = minute;
  expect(await realtime.find('ps_aors', [id])).toHaveLength(1);
  world.now = minute + 1;
  await expect(realtime.find('ps_aors', [id])).rejects.toThrow();
});

test('what a user may do is not answered from memory', async () => {
  const {world, realtime} = setUp();
  expect(await realtime.find('sidetone_users', [id])).toMatchObject([{can_call: 'yes'}]);
  world.find = () => Promise.reject(refused());
  await expect(realtime.find('sidetone_users', [id])).rejects.toThrow();
});

test('somebody who was deleted is not remembered, and other failures are not covered up', async () => {
  const {world, realtime} = setUp();
  await realtime.find('ps_endpoints', [id]);
  world.find = async () => undefined;
  expect(await realtime.find('ps_endpoints', [id])).toEqual([]);
  world.find = () => Promise.reject(refused());
  await expect(realtime.find('ps_endpoints', [id])).rejects.toThrow();
  world.find = async () => alice;
  await realtime.find('ps_endpoints', [id]);
  world.find = () => Promise.reject(new TypeError('a mistake'));
  await expect(realtime.find('ps_endpoints', [id])).rejects.toThrow('a mistake');
});
