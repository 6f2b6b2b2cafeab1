import type {Caller, SipMessage} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {asteriskPart} from '../asterisk/part.js';
import {callbacksPart} from '../callbacks/part.js';
import type {CallEntry} from '../calls/call-entry.js';
import {serve, type RunningGateway} from '../serve.js';
import {readSettings} from '../settings/settings.js';
import {sipPart} from '../sip/part.js';
import {CallbackReceiver} from '../testing/callback-receiver.js';
import {OpenTokApplication} from '../testing/opentok.js';
import {testSettings} from '../testing/services.js';
import {asteriskSetting, createExchange, freeTcpPort, type Exchange} from '../testing/telephony/exchange.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import {SipServer} from '../testing/telephony/sip-server.js';

const timeout = 300_000;
const number = '+41446681899';
const rings = '+41446681814';
const busy = '+41446681812';
/** Who has an account, how it hides its voice. */
const accounts = {olga: 'red', siri: 'green', dora: 'blue', pia: 'white'} as const;
let exchange: Exchange;
let gateway: RunningGateway;
let bridge: FakeBridge;
let application: OpenTokApplication;
let sessionId: string;
/** Where the project's callbacks go. */
let receiver: CallbackReceiver;
const people: Caller[] = [];
const servers: SipServer[] = [];

beforeAll(async () => {
  const port = await freeTcpPort();
  exchange = await createExchange({
    gateway: `http://127.0.0.1:${port}`,
    accounts,
    srtp: ['siri'],
    dtls: ['dora'],
    trunk: false,
  });
  bridge = new FakeBridge();
  const settings = readSettings({
    env: {
      ...testSettings,
      LOG_LEVEL: 'warn',
      PORT: String(port),
      ASTERISK: asteriskSetting(exchange),
      HEP_LISTEN: exchange.hep,
      WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8',
      CALL_SILENCE_LIMIT: '3 seconds',
    },
  });
  gateway = await serve(settings, [callbacksPart, sipPart, asteriskPart({bridge})]);
  const project = await gateway.services.opentok.projects.add({name: 'Shop'}, 'operator');
  application = new OpenTokApplication(project.apiKey, project.secret, gateway.url);
  sessionId = await application.createSession();
  receiver = await CallbackReceiver.start();
  await gateway.services.callbacks.endpoints.setForProject(project.apiKey, receiver.url, 'operator');
}, timeout);
afterEach(async () => {
  for (const person of people.splice(0)) await person.hangUp();
  const {commands, store} = gateway.services.phones;
  for (const call of await store.live('one'))
    await commands.carryOut(call, {type: 'hang-up'}).catch(() => undefined);
  for (const stack of [exchange.ours, exchange.outside])
    await vi.waitFor(async () => expect(await stack.ari.channels()).toEqual([]), 15_000);
  for (const server of servers.splice(0)) server.close();
  exchange.outside.ari.clear();
  exchange.outside.sip.clear();
}, timeout);
afterAll(async () => {
  await gateway.close();
  await receiver.goAway();
  await exchange.stop();
}, timeout);

const uri = (to: string, transport = 'udp') =>
  `sip:${to}@127.0.0.1:${exchange.provider.ports[transport === 'tls' ? 'tls' : 'udp']};transport=${transport}`;
const as = (username: keyof typeof accounts) => ({
  from: `${username}@127.0.0.1`,
  auth: {username, password: accounts[username]},
});
const invites = (): readonly SipMessage[] =>
  exchange.outside.sip.messages().filter(({method, status}) => method === 'INVITE' && status === 0);
const becomes = (id: string, wanted: Partial<CallEntry>) =>
  vi.waitFor(
    async () => expect((await gateway.services.phones.calls.get(id)).entry).toMatchObject(wanted),
    20_000,
  );
const leg = (id: string) => bridge.legs.get(id);

async function answered(account: string): Promise<Caller> {
  const person = await exchange.provider.called(account);
  people.push(person);
  return person;
}

test(
  'a SIP address is called: a connection at once, with the token’s data, what was asked for in the INVITE, digits to it, and its end',
  {timeout},
  async () => {
    const token = application.token(sessionId, {data: 'name=Erna'});
    const headers = {'X-Case': 'Ä 1', 'X-Number': 7};
    const dialled = await application.dial(sessionId, uri(number), {...as('olga'), headers}, token);
    expect(dialled).toEqual({
      id: expect.any(String),
      connectionId: `phone-${dialled.id}`,
      streamId: expect.any(String),
    });
    await vi.waitFor(() => expect(leg(dialled.id)).toBeDefined(), 10_000);
    expect(bridge.joined.at(-1)).toMatchObject({
      room: sessionId,
      identity: dialled.connectionId,
      metadata: 'name=Erna',
      trackName: dialled.streamId,
      callStatus: 'dialing',
    });
    const person = await answered('olga');
    await becomes(dialled.id, {
      status: 'connected',
      number: `${number}@127.0.0.1:${exchange.provider.ports.udp}`,
    });
    expect(leg(dialled.id)?.status).toBe('active');
    const invite = invites().at(-1)!;
    expect(invite.header('from')).toContain('sip:olga@127.0.0.1');
    expect(invite.header('x-case')).toBe('Ä 1');
    expect(invite.header('x-number')).toBe('7');
    expect(invite.header('authorization')).toContain('username="olga"');
    for (const codec of ['opus/48000', 'G722/8000', 'PCMU/8000', 'PCMA/8000'])
      expect(invite.body).toContain(codec);

    await application.playDtmf(sessionId, '12#', dialled.connectionId);
    await vi.waitFor(() => expect(exchange.outside.ari.digits(person.channelId)).toBe('12#'), 10_000);
    await application.forceDisconnect(sessionId, dialled.connectionId);
    await person.hungUp();
    await becomes(dialled.id, {status: 'cleared', cause: 'hung-up'});
    await vi.waitFor(() => expect(leg(dialled.id)).toBeUndefined(), 10_000);
  },
);

test(
  'whoever does not answer is in the session while it rings, and is disconnected from it',
  {timeout},
  async () => {
    const {id, connectionId} = await application.dial(sessionId, uri(rings), as('olga'));
    await becomes(id, {status: 'ringing'});
    await vi.waitFor(() => expect(leg(id)?.status).toBe('ringing'), 10_000);
    await application.forceDisconnect(sessionId, connectionId);
    await exchange.outside.sip.waitFor(({method, status}) => method === 'CANCEL' && status === 0);
    await becomes(id, {status: 'cleared', cause: 'cancelled'});
    expect(leg(id)).toBeUndefined();
  },
);

test('who refuses is a connection no longer', {timeout}, async () => {
  const {id} = await application.dial(sessionId, uri(busy), as('olga'));
  await becomes(id, {status: 'rejected', cause: 'busy', code: 486});
  expect(bridge.joined.at(-1)).toMatchObject({identity: `phone-${id}`});
  expect(leg(id)).toBeUndefined();
});

test.each(['siri', 'dora'] as const)(
  'a secure call to %s is hidden as the far side can',
  {timeout},
  async (account) => {
    const {id} = await application.dial(sessionId, uri(number, 'tls'), {...as(account), secure: true});
    await answered(account);
    await becomes(id, {status: 'connected'});
    const offers = invites().map(({body}) => /^m=audio \d+ (\S+)/m.exec(body)?.[1]);
    expect(new Set(offers)).toEqual(
      new Set(account === 'siri' ? ['RTP/SAVP'] : ['RTP/SAVP', 'UDP/TLS/RTP/SAVP']),
    );
    expect(invites().every((invite) => invite.header('via')?.includes('SIP/2.0/TLS'))).toBe(true);
  },
);

test(
  'a secure call to somebody who hides nothing fails, and nothing was offered in the clear',
  {timeout},
  async () => {
    const {id} = await application.dial(sessionId, uri(number, 'tls'), {...as('pia'), secure: true});
    await becomes(id, {status: 'rejected', code: 488});
    expect(await receiver.reasonOf(id)).toEqual({
      code: '488',
      message: 'The far side and this phone have no common way to carry sound.',
    });
    expect(invites().length).toBeGreaterThan(1);
    expect(invites().every(({body}) => /^m=audio \d+ (UDP\/TLS\/)?RTP\/SAVPF?/m.test(body))).toBe(true);
  },
);

test('the far side holds the call, and goes on: neither hears the other meanwhile', {timeout}, async () => {
  const {id} = await application.dial(sessionId, uri(number), as('olga'));
  const person = await answered('olga');
  await becomes(id, {status: 'connected'});
  const hold = (method: 'POST' | 'DELETE') =>
    exchange.outside.ari.request(method, `/channels/${person.channelId}/hold`);
  await hold('POST');
  await becomes(id, {status: 'held'});
  expect(leg(id)?.resting).toBe(true);
  await hold('DELETE');
  await becomes(id, {status: 'connected'});
  expect(leg(id)?.resting).toBe(false);
});

test('a call of which nothing is heard ends', {timeout}, async () => {
  const {id} = await application.dial(sessionId, uri(number), as('olga'));
  // It answers, and says nothing at all: nobody is at the telephone.
  await becomes(id, {status: 'connected'});
  await becomes(id, {
    status: 'cleared',
    cause: 'connection-lost',
    message: expect.stringContaining('heard') as string,
  });
  expect(await receiver.reasonOf(id)).toEqual({
    code: '408',
    message: 'Nothing was heard of the phone for too long.',
  });
});

test.each([
  ['sendonly', {direction: 'sendonly'}],
  ['inactive', {direction: 'inactive'}],
  ['port 0', {port: 0}],
])('a call that is held by %s may be silent for as long as it is held', {timeout}, async (_, offer) => {
  const server = await SipServer.listen();
  servers.push(server);
  const held = await application.dial(sessionId, server.uri);
  await server.called();
  await becomes(held.id, {status: 'connected'});
  await server.offer(offer);
  server.say();
  await becomes(held.id, {status: 'held'});
  // This one is as silent, for a shorter time.
  const silent = await application.dial(sessionId, uri(number), as('olga'));
  await becomes(silent.id, {status: 'cleared', cause: 'connection-lost'});
  await becomes(held.id, {status: 'held'});

  expect(await server.offer()).toBe(200);
  await becomes(held.id, {status: 'connected'});
  await server.ended();
  await becomes(held.id, {status: 'cleared', cause: 'connection-lost'});
});

test.each<[what: string, request: () => Promise<unknown>, error: RegExp]>([
  [
    'another project’s session',
    () => application.dial('1_nothing', uri(number), {}, 'nonsense'),
    /Not Found/,
  ],
  [
    'a token of another session',
    () => application.dial(sessionId, uri(number), {}, 'nonsense'),
    /does not let/,
  ],
  [
    'a header of SIP’s own',
    () => application.dial(sessionId, uri(number), {headers: {Via: 'x'}}),
    /SIP's own/,
  ],
  ['no SIP URI', () => application.dial(sessionId, 'tel:+41446681810'), /begin with/],
])('%s is refused, as the SDK says it, and nobody is called', {timeout}, async (_what, request, error) => {
  await expect(request()).rejects.toThrow(error);
  expect(invites()).toEqual([]);
});
