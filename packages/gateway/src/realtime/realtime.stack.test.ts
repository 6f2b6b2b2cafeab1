import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {AddressInfo} from 'node:net';
import {sql} from 'drizzle-orm';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import type {Database} from '../database/database.js';
import type {SipAccess} from '../mappings/sip-access.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, testSecrets, type TestGateway} from '../testing/services.js';
import {register} from '../testing/sip-register.js';
import {createExchange, type Exchange} from '../testing/telephony/exchange.js';

const timeout = 300_000;
/** Of a credential, ms; Asterisk remembers rows for a fraction of it. */
const life = 20_000;
let database: Database;
let gateway: TestGateway;
let exchange: Exchange;

beforeAll(async () => {
  database = await migratedPglite();
  gateway = await createTestGateway(database, {CREDENTIAL_LIFE: `${life} ms`});
  await gateway.app.listen({host: '127.0.0.1', port: 0});
  const {port} = gateway.app.server.address() as AddressInfo;
  exchange = await createExchange({
    gateway: `http://127.0.0.1:${port}`,
    config: {credentialLife: life},
  });
}, timeout);
beforeEach(async () => {
  await database.queries.execute(sql`truncate sip_user_mappings, sip_credentials`);
});
afterAll(async () => {
  await exchange.stop();
  await gateway.close();
  await database.close();
}, timeout);

const insert = (user: string, host = 'sip.example.org') =>
  database.queries.execute(sql`insert into sip_user_mappings (sip_user, sip_password, sip_host, peer_id)
    values (${user}, 'wonderland', ${host}, ${user.length})`);

async function access(user: string): Promise<SipAccess> {
  const headers = {authorization: await gateway.browser(String(user.length))};
  return (await gateway.app.inject({url: '/v1/me/sip', headers})).json<SipAccess>();
}

const registerWith = (own: Pick<SipAccess, 'aor' | 'authUser' | 'password'>) =>
  register(exchange.ours.addresses.asterisk.ws, own);

test(
  'a user that was just inserted registers with its short-lived password, and with no other',
  {timeout},
  async () => {
    await insert('alice');
    const own = await access('alice');
    expect(await registerWith(own)).toBe(200);
    expect(await registerWith({...own, password: 'wonderland'})).toBe(401);
    expect(await exchange.ours.cli('pjsip show endpoint alice@sip.example.org')).toContain('sidetone-users');
  },
);

test('a user of a provider registers with Asterisk under its own address', {timeout}, async () => {
  await insert('roberta', 'provider.example');
  const own = await access('roberta');
  expect(own.aor).toBe('sip:roberta@provider.example');
  expect(await registerWith(own)).toBe(200);
});

test('passwords of the slots before, now and next are all taken, older ones are not', {timeout}, async () => {
  await insert('caroline');
  const now = Date.now();
  const passwords: SipAccess[] = [];
  for (const slots of [-3, -1, 0, 1]) {
    gateway.setClock(now + (slots * life) / 2);
    passwords.push(await access('caroline'));
  }
  gateway.setClock(now);
  expect(new Set(passwords.map(({password}) => password)).size).toBe(4);
  const statuses: number[] = [];
  for (const own of passwords) statuses.push(await registerWith(own));
  expect(statuses).toEqual([401, 200, 200, 200]);
});

test('a mapping that does not register is refused', {timeout}, async () => {
  await insert('dominique');
  await database.queries.execute(sql`update sip_user_mappings set register = false`);
  expect(await registerWith(await access('dominique'))).toBeGreaterThanOrEqual(400);
});

test('the dialplan sees a change of a permission at once', {timeout}, async () => {
  await insert('ernestine1');
  const {cli} = exchange.ours;
  const ask = () =>
    cli('dialplan eval function REALTIME_FIELD(sidetone_users,id,ernestine1@sip.example.org,can_call)');
  expect(await ask()).toMatch(/: yes|yes$/m);
  await database.queries.execute(sql`update sip_user_mappings set can_call = false`);
  expect(await ask()).toMatch(/: no|no$/m);
});

test('the dialplan does not ring who may no longer register', {timeout}, async () => {
  await insert('gertrude');
  const {ours} = exchange;
  const reach = () =>
    ours.cli('dialplan eval function REALTIME_FIELD(sidetone_users,id,gertrude@sip.example.org,reach)');
  expect(await registerWith(await access('gertrude'))).toBe(200);
  expect(await reach()).toMatch(/: yes$/m);
  await database.queries.execute(sql`update sip_user_mappings set register = false`);
  expect(await reach()).toMatch(/: away$/m);
});

test('the URI of a provider arrives whole', {timeout}, async () => {
  await insert('franziska11', 'provider.example');
  const shown = await exchange.ours.cli('pjsip show aor franziska11@provider.example~provider');
  expect(shown).toContain('sip:provider.example:5060;transport=udp');
});

test(
  'without a gateway Asterisk says so in its log, and not with which secret it asked',
  {timeout},
  async () => {
    const {ours} = exchange;
    await gateway.app.close();
    const asked = await ours.cli(
      'dialplan eval function REALTIME_FIELD(sidetone_users,id,x@sip.example.org,reach)',
    );
    expect(asked).toContain('Failure');
    const log = await readFile(join(ours.addresses.logs, 'asterisk.log'), 'utf8');
    expect(log).toMatch(/WARNING.*\/realtime\/sidetone_users/);
    expect(log).not.toContain(testSecrets.realtime);
    expect(log).not.toContain(encodeURIComponent(testSecrets.realtime));
  },
);
