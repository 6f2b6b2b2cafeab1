import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, expect, test} from 'vitest';
import {WebSocketServer} from 'ws';
import {openDatabase} from '../database/database.js';
import {createServices, type Services} from '../services.js';
import {readSettings} from '../settings/settings.js';
import {testSettings} from '../testing/services.js';
import {examine} from './doctor.js';
import {examineHttpClock} from './clock.js';
import {skipped} from './finding.js';
import {examineWebSocket} from './web-socket.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** An HTTP server on a free port. */
async function listen(server = createServer((_, response) => response.end())): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test(
  'a database without tables, or with those of an earlier version, is told from one that is up to date',
  {timeout: 120_000},
  async () => {
    const database = await openDatabase();
    closers.push(() => database.close());
    const services = await createServices(
      readSettings({env: {...testSettings, LOG_LEVEL: 'silent', ASTERISK: ''}}),
      {
        database,
      },
    );
    const schema = async () => (await examine(services)).find(({subject}) => subject === 'Database: schema');
    expect(await schema()).toMatchObject({
      state: 'bad',
      says: 'It has no tables yet.',
      remedy: expect.stringContaining('sidetone-gateway migrate') as unknown,
    });
    await database.migrate();
    expect(await schema()).toMatchObject({state: 'good'});
    const last = 'select max(created_at) from drizzle.__drizzle_migrations';
    await database.queries.execute(`delete from drizzle.__drizzle_migrations where created_at = (${last})`);
    expect(await schema()).toMatchObject({
      state: 'bad',
      says: expect.stringMatching(/^1 of its \d+ migrations/),
    });
  },
);

interface AsteriskParts {
  /** Modules that run. */
  modules?: readonly string[];
  /** What its `sounds` has, by the first folder of each path: `{sidetone: ['en/pin']}`. */
  sounds?: Readonly<Record<string, readonly string[]>>;
}

/** What doctor says of an Asterisk which answers ARI as Asterisk does: the first folder is a language to it. */
async function findingsAt({modules = ['res_ari_sounds'], sounds = {}}: AsteriskParts, settings = {}) {
  const answers = (path: string): unknown => {
    if (path === '/ari/asterisk/info') return {system: {version: '22.9.0'}};
    if (path === '/ari/asterisk/modules')
      return modules.map((name) => ({name: `${name}.so`, status: 'Running'}));
    const id = decodeURIComponent(/^\/ari\/sounds\/([^/]+)$/.exec(path)?.[1] ?? '');
    const languages = Object.keys(sounds).filter((language) => sounds[language]?.includes(id));
    return languages.length && {id, formats: languages.map((language) => ({language, format: 'slin16'}))};
  };
  const url = await listen(
    createServer((request, response) => {
      const body = answers(request.url ?? '');
      response.writeHead(body ? 200 : 404).end(JSON.stringify(body || {message: 'Sound not found'}));
    }),
  );
  const ari = {url: `http://${url}/ari`, user: 'sidetone', password: 'the password of ARI'};
  const env = {
    ...testSettings,
    ASTERISK: JSON.stringify([{id: 'one', ari, wss: ['ws://127.0.0.1:9/ws']}]),
    ...settings,
  };
  const services = {settings: readSettings({env})} as Services;
  return examine(services, skipped('Database', 'It is not looked at here.'));
}

const promptsAt = async (parts: AsteriskParts, settings = {}) =>
  (await findingsAt(parts, settings)).find(({subject}) => subject === 'Asterisk one: prompts');

test('prompts that an Asterisk has not are named, with the command that makes them', async () => {
  const both = {ROOM_TELEPHONY_LANGUAGES: '{"+41446681800": ["de", "fr"]}'};
  // Of the same name, elsewhere: these are none of ours.
  expect(await promptsAt({sounds: {sidetone: ['en/pin', 'fr/pin'], custom: ['de/pin']}}, both)).toEqual({
    subject: 'Asterisk one: prompts',
    state: 'bad',
    says: 'Asterisk has no sidetone/de/pin among its sounds: callers hear nothing.',
    remedy: expect.stringContaining('sidetone-gateway prompts --folder <sounds>/sidetone') as unknown,
  });
  expect(await promptsAt({sounds: {sidetone: ['en/pin', 'fr/pin', 'de/pin']}}, both)).toMatchObject({
    state: 'good',
    says: 'Asterisk has them in en, de, fr.',
  });
  const deeper = {ROOM_TELEPHONY_PROMPTS: 'custom/rooms/'};
  expect(await promptsAt({sounds: {custom: ['rooms/en/pin']}}, deeper)).toMatchObject({state: 'good'});
});

test('prompts that Asterisk cannot be asked about are not called good', async () => {
  expect(await promptsAt({}, {ROOM_TELEPHONY_PROMPTS: '/srv/prompts'})).toMatchObject({
    state: 'skipped',
    remedy: expect.stringMatching(/sidetone-gateway prompts --folder \/srv\/prompts$/) as unknown,
  });
  expect(await promptsAt({modules: []})).toMatchObject({
    state: 'skipped',
    says: expect.stringContaining('res_ari_sounds') as unknown,
  });
  expect(await promptsAt({}, {ROOM_TELEPHONY_ENABLED: 'false'})).toBe(undefined);
});

test('the module by which a killed gateway brings ARI to a stop is warned of', async () => {
  const deviceStates = async (modules: readonly string[]) =>
    (await findingsAt({modules})).find(({subject}) => subject === 'Asterisk one: device states');
  expect(await deviceStates(['res_stasis', 'res_stasis_device_state'])).toMatchObject({
    state: 'doubtful',
    says: expect.stringContaining('Asterisk has loaded res_stasis_device_state:') as unknown,
    remedy: expect.stringContaining('noload = res_stasis_device_state.so') as unknown,
  });
  expect(await deviceStates(['res_stasis'])).toBeUndefined();
});

test('a WebSocket that speaks no SIP is none for phones', async () => {
  const http = createServer();
  const sockets = new WebSocketServer({
    server: http,
    handleProtocols: (offered) => (offered.has('chat') ? 'chat' : false),
  });
  closers.push(() => sockets.close());
  const url = `ws://${await listen(http)}/ws`;
  expect(await examineWebSocket('one', url)).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('no SIP'),
  });
});

test('what answers HTTP alone is no WebSocket', async () => {
  const url = `ws://${await listen()}/ws`;
  expect(await examineWebSocket('one', url)).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('200'),
  });
});

test('a clock that is off is named with how far', async () => {
  const late = createServer((_, response) => {
    response.setHeader('date', new Date(Date.now() - 60_000).toUTCString());
    response.end();
  });
  const url = `http://${await listen(late)}/`;
  expect(await examineHttpClock('LiveKit: clock', url)).toMatchObject({
    state: 'doubtful',
    says: expect.stringMatching(/^It is (59|6\d) s away/),
  });
  expect(await examineHttpClock('LiveKit: clock', `http://${await listen()}/`)).toMatchObject({
    state: 'good',
  });
});
