import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {json} from 'node:stream/consumers';
import {Caller, type SipMessage} from '@sidetone/stack';
import {SignJWT} from 'jose';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {Ari} from '../asterisk/ari/rest.js';
import {asteriskPart} from '../asterisk/part.js';
import type {CallEntry} from '../calls/call-entry.js';
import {serve, type RunningGateway} from '../serve.js';
import {readSettings} from '../settings/settings.js';
import {sipPart} from '../sip/part.js';
import {testSecrets, testSettings} from '../testing/services.js';
import {asteriskSetting, createExchange, freeTcpPort, type Exchange} from '../testing/telephony/exchange.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import type {ClientInfo} from './outbound-route.js';
import {sipTrunks} from './tables.js';
import type {TrunkFields} from './trunk.js';

const timeout = 300_000;
const number = '+41446681899';
const client: ClientInfo = {id: 'c1', userId: '434', userAlias: 'Erna', roles: ['host']};
const accounts = {udo: 'red', tilo: 'green', siri: 'blue'} as const;
type Account = keyof typeof accounts;
let exchange: Exchange;
let gateway: RunningGateway;
let bridge: FakeBridge;
let application: Server;
let asked: Record<string, unknown>[] = [];
let named: string | undefined;
const people: Caller[] = [];

beforeAll(async () => {
  const port = await freeTcpPort();
  exchange = await createExchange({
    gateway: `http://127.0.0.1:${port}`,
    accounts,
    srtp: ['siri'],
    trunk: false,
  });
  application = createServer((request, response) => {
    void json(request).then((body) => {
      asked.push(body as Record<string, unknown>);
      response.end(JSON.stringify({sipTrunkId: named}));
    });
  });
  application.listen(0, '127.0.0.1');
  await once(application, 'listening');
  bridge = new FakeBridge();
  const settings = readSettings({
    env: {
      ...testSettings,
      LOG_LEVEL: 'warn',
      PORT: String(port),
      ASTERISK: asteriskSetting(exchange),
      HEP_LISTEN: exchange.hep,
      ROOM_TELEPHONY_DEFAULT_COUNTRY: 'CH',
      TRUNK_REST_FIRST: '1 minute',
      SIP_OUTBOUND_WEBHOOK_URL: `http://127.0.0.1:${(application.address() as AddressInfo).port}/outbound`,
      WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8',
    },
  });
  gateway = await serve(settings, [sipPart, asteriskPart({bridge})]);
  await gateway.services.rooms.create('shop', {language: 'en'}, 'operator');
}, timeout);
afterEach(async () => {
  for (const person of people.splice(0)) await person.hangUp();
  for (const {trunk} of await trunks().list()) await trunks().remove(trunk.id, 'operator');
  const {commands, store} = gateway.services.phones;
  for (const call of await store.live('one'))
    await commands.carryOut(call, {type: 'hang-up'}).catch(() => undefined);
  for (const stack of [exchange.ours, exchange.outside])
    await vi.waitFor(async () => expect(await stack.ari.channels()).toEqual([]), 15_000);
  exchange.outside.ari.clear();
  exchange.outside.sip.clear();
  asked = [];
  named = undefined;
}, timeout);
afterAll(async () => {
  await gateway.close();
  application.close();
  await exchange.stop();
}, timeout);

const trunks = () => gateway.services.trunks;

/** A trunk for an account at the provider. */
async function add(username: Account, fields: Partial<TrunkFields> = {}) {
  const transport = ({udo: 'udp', tilo: 'tcp', siri: 'tls'} as const)[username];
  const port = exchange.provider.ports[transport === 'tls' ? 'tls' : 'udp'];
  const whole = {domain: '127.0.0.1', transport, port, username, password: accounts[username], ...fields};
  return trunks().add(username, whole, 'operator');
}

const contact = (account: Account) =>
  vi.waitFor(
    async () => expect(await exchange.provider.contact(account)).toContain(`sip:${account}@`),
    20_000,
  );
const registration = (id: string, state: string) =>
  vi.waitFor(
    async () =>
      expect((await trunks().get(id)).state.registrations).toMatchObject([{asteriskId: 'one', state}]),
    20_000,
  );

async function dial(to = number): Promise<CallEntry> {
  const {phones} = gateway.services;
  const target = await phones.targets.find(to);
  const {entry} = await phones.dialOut.call({room: 'shop', target, client}, 'operator');
  return entry;
}

/** Of an application's server. */
async function token(application = 'shop-backend'): Promise<string> {
  const claims = new SignJWT({aud: 'sidetone', sub: application}).setExpirationTime('1 minute');
  return claims.setProtectedHeader({alg: 'HS256'}).sign(new TextEncoder().encode(testSecrets.jwt));
}

async function request<T>(bearer: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${gateway.url}/v1/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {authorization: `Bearer ${bearer}`, 'content-type': 'application/json'},
    ...(body && {body: JSON.stringify(body)}),
  });
  expect(answer.status).toBeLessThan(300);
  return (await answer.json()) as T;
}

const status = async ({callid}: CallEntry) => (await gateway.services.phones.calls.get(callid)).entry;
const becomes = (entry: CallEntry, wanted: Partial<CallEntry>) =>
  vi.waitFor(async () => expect(await status(entry)).toMatchObject(wanted), 20_000);
const invites = (account?: Account): readonly SipMessage[] =>
  exchange.outside.sip
    .messages()
    .filter(
      ({method, status: code, text}) => method === 'INVITE' && code === 0 && text.includes(account ?? ''),
    );

/** The far side of a call by an account. */
async function reached(account: Account): Promise<Caller> {
  const person = await exchange.provider.called(account);
  people.push(person);
  return person;
}

const byAddress = {domain: '127.0.0.1', register: false, canTerminate: false};

test.each(['udo', 'tilo', 'siri'] as const)(
  '%s: a trunk registers, calls out as its username, and is called',
  {timeout},
  async (account) => {
    // One that is known by the same address, and one whose domain Asterisk cannot find.
    await trunks().add('neighbour', {...byAddress, position: -1}, 'operator');
    await trunks().add('nowhere', {...byAddress, domain: 'nowhere.invalid', position: -2}, 'operator');
    const {transport} = await add(account);
    await contact(account);
    await registration(account, 'registered');

    const entry = await dial();
    await reached(account);
    await becomes(entry, {status: 'connected', number});
    const invite = invites().at(-1)!;
    expect(invite.header('via')).toContain(`SIP/2.0/${transport.toUpperCase()}`);
    expect(invite.header('from')).toContain(`<sip:${account}@127.0.0.1>`);
    // By TLS the voice is hidden too.
    expect(invite.body).toContain(transport === 'tls' ? 'RTP/SAVP' : 'RTP/AVP');

    await gateway.services.routing.mappings.add(
      {sipUsername: `sip:${account}@127.0.0.1`, channelId: `room-of-${account}`},
      'operator',
    );
    people.push(await exchange.provider.call(account));
    await vi.waitFor(() => expect(bridge.joined.at(-1)?.room).toBe(`room-of-${account}`), 15_000);
    expect(bridge.joined.at(-1)?.phone).toMatchObject({trunkId: account});
  },
);

test('a trunk that does not register is known by its address', {timeout}, async () => {
  await trunks().add('acme', byAddress, 'operator');
  const to = '+41445550001';
  const mapping = {sipUsername: `sip:${to}@127.0.0.1`, channelId: 'room-of-acme'};
  await gateway.services.routing.mappings.add(mapping, 'operator');
  // Until Asterisk has been told.
  const caller = await vi.waitFor(() => Caller.dial(exchange.outside, `PJSIP/${to}@sidetone`), 20_000);
  people.push(caller);
  await vi.waitFor(() => expect(bridge.joined.at(-1)?.room).toBe('room-of-acme'), 15_000);
  expect(bridge.joined.at(-1)?.phone).toMatchObject({trunkId: 'acme'});
});

test('the provider wants another name in digests than in addresses', {timeout}, async () => {
  const far = new Ari(exchange.outside.addresses.asterisk.ari);
  await far.push('auth', 'anna', {auth_type: 'userpass', username: 'login-7', password: 'violet'});
  await far.push('aor', 'anna', {max_contacts: '1'});
  await far.push('endpoint', 'anna', {
    auth: 'anna',
    aors: 'anna',
    context: 'provider',
    disallow: 'all',
    allow: 'g722,ulaw',
  });
  const port = exchange.provider.ports.udp;
  const fields = {domain: '127.0.0.1', port, username: 'anna', password: 'violet'};
  await trunks().add('anna', fields, 'operator');
  await registration('anna', 'refused');
  await trunks().change('anna', {authorizationId: 'login-7'}, 'operator');
  await registration('anna', 'registered');
  const entry = await dial();
  people.push(await exchange.provider.called('anna'));
  await becomes(entry, {status: 'connected'});
  const authorized = exchange.outside.sip
    .messages()
    .filter(({method, text}) => method === 'INVITE' && /username="login-7"/.test(text));
  expect(authorized.at(-1)?.header('from')).toContain('<sip:anna@127.0.0.1>');
});

test('a trunk that is made, changed and removed during a call: the call goes on', {timeout}, async () => {
  await add('udo', {password: 'wrong'});
  await registration('udo', 'refused');
  expect((await trunks().get('udo')).state).toMatchObject({available: false, registrations: [{code: 401}]});
  await trunks().change('udo', {password: accounts.udo}, 'operator');
  await contact('udo');
  await registration('udo', 'registered');
  const entry = await dial();
  const person = await reached('udo');
  await becomes(entry, {status: 'connected'});
  await add('tilo');
  await trunks().change('udo', {position: 7}, 'operator');
  await contact('tilo');
  await trunks().remove('udo', 'operator');
  await vi.waitFor(async () => expect(await exchange.provider.contact('udo')).toBe(''), 20_000);
  expect(await status(entry)).toMatchObject({status: 'connected'});
  expect(await exchange.ours.ari.channels()).not.toEqual([]);
  await person.hangUp();
  await becomes(entry, {status: 'cleared', cause: 'remote-hung-up'});
});

/** What comes to a port goes to the provider, and back: a server that was away and has come back. */
async function comesBack(port: number): Promise<() => void> {
  const [front, back] = [createSocket('udp4'), createSocket('udp4')];
  let asker = 0;
  front.on('message', (data, {port: from}) => {
    asker = from;
    back.send(data, exchange.provider.ports.udp, '127.0.0.1');
  });
  back.on('message', (data) => front.send(data, asker, '127.0.0.1'));
  front.bind(port, '127.0.0.1');
  await once(front, 'listening');
  return () => [front, back].forEach((socket) => socket.close());
}

test('a dead trunk is skipped, and taken again when it is back', {timeout}, async () => {
  const port = await freeTcpPort();
  await add('udo', {port, register: false, position: 1});
  await add('tilo', {register: false, position: 2});
  const entry = await dial();
  await reached('tilo');
  await becomes(entry, {status: 'connected'});
  const {state} = await trunks().get('udo');
  expect(state).toMatchObject({available: false, failures: 1, lastError: 'SIP 408'});

  const leave = await comesBack(port);
  exchange.outside.ari.clear();
  const stillByTheOther = await dial();
  await reached('tilo');
  await becomes(stillByTheOther, {status: 'connected'});
  // Its rest is over.
  await gateway.services.database.queries.update(sipTrunks).set({retryAt: new Date()});
  const byTheFirst = await dial();
  await reached('udo');
  await becomes(byTheFirst, {status: 'connected'});
  expect((await trunks().get('udo')).state).toMatchObject({available: true, failures: 0});
  leave();
});

test(
  'the answer of whoever is called is no failure of the trunk, and no other is tried',
  {timeout},
  async () => {
    await add('udo', {register: false, position: 1});
    await add('tilo', {register: false, position: 2});
    await becomes(await dial('+41446681812'), {status: 'rejected', cause: 'busy', code: 486});
    expect(invites('udo').length).toBeGreaterThan(0);
    expect(invites('tilo')).toEqual([]);
    expect((await trunks().get('udo')).state).toMatchObject({available: true, failures: 0});
  },
);

test('an application names the trunk; a trunk that is not on offer is no answer', {timeout}, async () => {
  await add('udo', {register: false, position: 1});
  await add('tilo', {register: false, position: 2, authorizationId: 'tilo'});
  named = 'tilo';
  const entry = await request<CallEntry>(await token(), 'rooms/shop/calls', {to: number, client});
  await reached('tilo');
  await becomes(entry, {status: 'connected'});
  expect(asked).toEqual([
    {
      applicationId: 'shop-backend',
      channelId: 'shop',
      clientId: 'c1',
      userId: '434',
      sipTrunks: [
        {id: 'udo', authId: '', username: 'udo', domain: '127.0.0.1'},
        {id: 'tilo', authId: 'tilo', username: 'tilo', domain: '127.0.0.1'},
      ],
    },
  ]);
  named = 'somebody-else';
  const other = await dial();
  await reached('udo');
  await becomes(other, {status: 'connected'});
});

test("a browser's call is of the application that has let the browser in", {timeout}, async () => {
  await add('udo', {register: false});
  named = 'udo';
  const wanted = {userId: '434', rooms: ['shop'], canDialOut: true};
  const session = await request<{token: string}>(await token(), 'sessions', wanted);
  const entry = await request<CallEntry>(session.token, 'rooms/shop/calls', {to: number});
  await reached('udo');
  await becomes(entry, {status: 'connected'});
  expect(asked).toMatchObject([{applicationId: 'shop-backend', clientId: '434', userId: '434'}]);
  // Applications are told whose call it is, people are not.
  expect(entry).not.toHaveProperty('applicationId');
  const calls = await request<{calls: CallEntry[]}>(await token('another'), 'rooms/shop/calls');
  expect(calls.calls.find(({callid}) => callid === entry.callid)).toMatchObject({
    applicationId: 'shop-backend',
  });
});

test(
  'a channel appears as its patterns say, and nobody’s name begins another header',
  {timeout},
  async () => {
    await add('udo', {register: false});
    const {callerIds} = gateway.services;
    await callerIds.set(
      'shop',
      {displayName: '{userAlias} in the shop', username: '{userId}-{tag}'},
      'operator',
    );
    const hostile = {...client, userAlias: 'Bob" <sip:evil@x>\r\nX-Evil: 1\r\n', tag: '7;transport=tcp>'};
    const {phones} = gateway.services;
    const target = await phones.targets.find(number);
    const {entry} = await phones.dialOut.call({room: 'shop', target, client: hostile}, 'operator');
    await reached('udo');
    await becomes(entry, {status: 'connected'});
    const invite = invites().at(-1)!;
    expect(invite.header('from')).toMatch(
      /^"Bob sip:evil@xX-Evil: 1 in the shop" <sip:434-7transporttcp@127\.0\.0\.1>/,
    );
    expect(invite.header('x-evil')).toBeUndefined();

    const long = {...client, userAlias: `王 Žofie 😀 ${'x'.repeat(5000)}`, tag: '9'.repeat(5000)};
    await callerIds.set('shop', {displayName: '{userAlias}', username: '{tag}'}, 'operator');
    const wanted = {room: 'shop', target, client: long};
    const {entry: another} = await phones.dialOut.call(wanted, 'operator');
    await becomes(another, {status: 'connected'});
    expect(invites().at(-1)!.header('from')).toMatch(/^"王 Žofie 😀 x{90}" <sip:9{60}@127\.0\.0\.1>/);
    await callerIds.remove('shop', 'operator');
  },
);

test('a number that no trunk is there for is refused at once', {timeout}, async () => {
  await expect(dial()).rejects.toMatchObject({code: 'dial-out-off'});
  expect(await gateway.services.phones.store.live('one')).toEqual([]);
});
