import {RtcBridge} from '@sidetone/bridge';
import {providerNumbers, type Caller, type SipMessage} from '@sidetone/stack';
import {RoomServiceClient} from 'livekit-server-sdk';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {Ari} from '../asterisk/ari/rest.js';
import {asteriskPart} from '../asterisk/part.js';
import {callbacksPart} from '../callbacks/part.js';
import {serve, type RunningGateway} from '../serve.js';
import {readSettings} from '../settings/settings.js';
import {sipPart} from '../sip/part.js';
import {CallbackReceiver} from '../testing/callback-receiver.js';
import {OpenTokApplication, type DialOptions} from '../testing/opentok.js';
import {testSettings} from '../testing/services.js';
import {asteriskSetting, createExchange, freeTcpPort, type Exchange} from '../testing/telephony/exchange.js';
import {SipServer} from '../testing/telephony/sip-server.js';

const timeout = 300_000;
/** A number that does as the test says, from the first ring on. */
const manual = '+41446681890';
const number = '+41446681899';
const longest = 21_600_000;
/** Accounts at the provider, and what they speak. */
const endpoints: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  udo: {allow: 'g722', moh_passthrough: 'yes'},
  tilo: {allow: 'ulaw'},
  oskar: {allow: 'opus'},
  alma: {allow: 'alaw'},
  sdes: {allow: 'ulaw', media_encryption: 'sdes'},
  dtls: {
    allow: 'ulaw',
    media_encryption: 'dtls',
    dtls_auto_generate_cert: 'yes',
    dtls_verify: 'fingerprint',
    dtls_setup: 'actpass',
  },
};
const password = 'the password at the provider';
let exchange: Exchange;
let gateway: RunningGateway;
let bridge: RtcBridge;
let livekit: RoomServiceClient;
let project: {apiKey: string; secret: string};
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
    livekit: true,
    accounts: {somebody: password},
    srtp: ['somebody'],
    trunk: false,
  });
  const provider = new Ari(exchange.outside.addresses.asterisk.ari);
  for (const [id, fields] of Object.entries(endpoints)) {
    await provider.push('auth', id, {auth_type: 'userpass', username: id, password});
    const own = {auth: id, identify_by: 'username', context: 'provider', disallow: 'all'};
    await provider.push('endpoint', id, {...own, dtmf_mode: 'rfc4733', ...fields});
  }
  await exchange.outside.cli(
    `dialplan add extension ${manual},1,Stasis,sidetone-test\\,called into provider`,
  );
  const {url, apiKey, apiSecret} = exchange.ours.addresses.livekit!;
  livekit = new RoomServiceClient(url.replace('ws', 'http'), apiKey, apiSecret);
  bridge = new RtcBridge({url, apiKey, apiSecret});
  const settings = readSettings({
    env: {
      ...testSettings,
      LOG_LEVEL: process.env['SHOW'] ?? 'warn',
      PORT: String(port),
      ASTERISK: asteriskSetting(exchange),
      HEP_LISTEN: exchange.hep,
      WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8',
      LIVEKIT_URL: url,
      LIVEKIT_API_KEY: apiKey,
      LIVEKIT_API_SECRET: apiSecret,
    },
  });
  gateway = await serve(settings, [callbacksPart, sipPart, asteriskPart({bridge})]);
  project = await gateway.services.opentok.projects.add({name: 'Shop'}, 'operator');
  application = new OpenTokApplication(project.apiKey, project.secret, gateway.url);
  sessionId = await application.createSession();
  receiver = await CallbackReceiver.start();
  await gateway.services.callbacks.endpoints.setForProject(project.apiKey, receiver.url, 'operator');
}, timeout);
afterEach(async () => {
  Object.assign(gateway.services.settings, {CALL_LENGTH_LIMIT: longest});
  for (const person of people.splice(0)) await person.hangUp();
  for (const channel of await exchange.ours.ari.channels())
    await exchange.ours.ari.hangup(channel.id).catch(() => undefined);
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

/** A call by an account at the provider. */
async function dial(account: string, options: DialOptions & {to?: string; transport?: string} = {}) {
  const {to = number, transport = 'udp', ...rest} = options;
  const port = exchange.provider.ports[transport === 'tls' || rest.secure ? 'tls' : 'udp'];
  const parameter = transport && `;transport=${transport}`;
  return application.dial(sessionId, `sip:${to}@127.0.0.1:${port}${parameter}`, {
    from: `${account}@127.0.0.1`,
    auth: {username: account, password},
    ...rest,
  });
}

/** The far side of a call by an account. */
async function reached(account: string): Promise<Caller> {
  const person = await exchange.provider.called(account);
  people.push(person);
  return person;
}

const row = async (id: string) => (await gateway.services.phones.calls.get(id)).entry;
const becomes = (id: string, wanted: object) =>
  vi.waitFor(async () => expect(await row(id)).toMatchObject(wanted), 20_000);
/** As everybody in the session sees it. */
const seen = async (identity: string) =>
  (await livekit.listParticipants(sessionId).catch(() => [])).find((one) => one.identity === identity);
const isSeen = (identity: string, wanted: object) =>
  vi.waitFor(async () => expect(await seen(identity)).toMatchObject(wanted), 15_000);
const callStatus = (status: string) => ({attributes: {'sip.callStatus': status}});
const invites = (): readonly SipMessage[] =>
  exchange.outside.sip.messages().filter(({method, status}) => method === 'INVITE' && status === 0);

test('in the session at once, with its data; early media, answer, keys, disconnect', {timeout}, async () => {
  const listener = await dial('tilo');
  const other = await reached('tilo');
  await becomes(listener.id, {status: 'connected'});

  const token = application.token(sessionId, {data: 'name=Anna'});
  const call = await application.dial(
    sessionId,
    `sip:${manual}@127.0.0.1:${exchange.provider.ports.udp}`,
    {
      headers: {'X-Ticket': 'a; b="c"', 'X-Number': 7},
      from: 'udo@127.0.0.1',
      auth: {username: 'udo', password},
    },
    token,
  );
  const person = await reached('udo');
  const invite = invites().findLast(({text}) => text.includes('X-Ticket'))!;
  expect(invite.header('x-ticket')).toBe('a; b="c"');
  expect(invite.header('x-number')).toBe('7');
  expect(invite.header('from')).toContain('<sip:udo@127.0.0.1>');
  expect(invite.header('via')).toContain('SIP/2.0/UDP');
  await isSeen(call.connectionId, {
    name: expect.stringMatching(/^\+41 44 668 •• ••@127/) as string,
    metadata: 'name=Anna',
    tracks: [{name: call.streamId}],
    ...callStatus('dialing'),
  });

  const {ari} = exchange.outside;
  await ari.request('POST', `/channels/${person.channelId}/ring`);
  await isSeen(call.connectionId, callStatus('ringing'));
  await becomes(call.id, {status: 'ringing'});
  await ari.request('POST', `/channels/${person.channelId}/progress`);
  person.say(900);
  await other.ears.hears(900);
  expect(await row(call.id)).toMatchObject({status: 'ringing'});
  await ari.request('POST', `/channels/${person.channelId}/answer`);
  await becomes(call.id, {status: 'connected', identity: call.connectionId});
  await isSeen(call.connectionId, {...callStatus('active'), tracks: [{name: call.streamId}]});
  other.say(700);
  await person.ears.hears(700);

  await application.playDtmf(sessionId, '1p2#', call.connectionId);
  await vi.waitFor(() => expect(ari.digits(person.channelId)).toBe('12#'), 10_000);
  await application.playDtmf(sessionId, '*9');
  await vi.waitFor(() => expect(ari.digits(person.channelId)).toBe('12#*9'), 10_000);
  await vi.waitFor(() => expect(ari.digits(other.channelId)).toBe('*9'), 10_000);

  await application.forceDisconnect(sessionId, call.connectionId);
  await person.hungUp();
  await becomes(call.id, {status: 'cleared', cause: 'hung-up'});
  await vi.waitFor(async () => expect(await seen(call.connectionId)).toBeUndefined(), 10_000);
  const gone = application.forceDisconnect(sessionId, call.connectionId);
  await expect(gone).rejects.toThrow('Session or Connection not found');
});

test('disconnected, and put out by the session, before anybody has answered', {timeout}, async () => {
  for (const end of ['disconnect', 'put out'] as const) {
    const call = await dial('udo', {to: manual});
    const person = await reached('udo');
    await isSeen(call.connectionId, {});
    if (end === 'disconnect') await application.forceDisconnect(sessionId, call.connectionId);
    else await livekit.removeParticipant(sessionId, call.connectionId);
    await person.hungUp();
    await becomes(call.id, {status: 'cleared', cause: end === 'disconnect' ? 'cancelled' : 'hung-up'});
    await vi.waitFor(async () => expect(await seen(call.connectionId)).toBeUndefined(), 10_000);
    exchange.outside.ari.clear();
  }
});

const lines: [account: string, transport: string, codec: string, offered: string[]][] = [
  ['oskar', 'udp', 'opus/48000', ['RTP/AVP']],
  ['udo', 'tcp', 'G722/8000', ['RTP/AVP']],
  ['alma', 'tls', 'PCMA/8000', ['RTP/AVP']],
  // What is secure goes by TLS, also when the URI does not say so.
  ['sdes', '', 'PCMU/8000', ['RTP/SAVP']],
  ['dtls', 'tls', 'PCMU/8000', ['RTP/SAVP', 'UDP/TLS/RTP/SAVP']],
];

test('every codec, transport and encryption: what is said there comes through', {timeout}, async () => {
  // On another line, what the session says comes back.
  const echo = await dial('tilo', {to: providerNumbers.echo});
  await becomes(echo.id, {status: 'connected'});
  for (const [account, transport, codec, offered] of lines) {
    exchange.outside.sip.clear();
    const call = await dial(account, {transport, secure: offered.includes('RTP/SAVP')});
    const person = await reached(account);
    await becomes(call.id, {status: 'connected'});
    expect([...new Set(invites().map(profile))]).toEqual(offered);
    const {callId} = invites().at(-1)!;
    const [taken] = exchange.outside.sip.messages({callId}).filter(({status}) => status === 200);
    expect(taken!.header('via')).toContain(`SIP/2.0/${(transport || 'tls').toUpperCase()}`);
    expect(taken!.body).toContain(codec);
    person.say(600);
    await person.ears.hears(600);
    await person.hangUp();
    await becomes(call.id, {status: 'cleared', cause: 'remote-hung-up'});
  }
});

/** How an INVITE offers voice. */
const profile = ({body}: SipMessage) => /^m=audio \d+ (\S+)/m.exec(body)?.[1];

test('a call ends when it has lasted as long as calls may', {timeout}, async () => {
  Object.assign(gateway.services.settings, {CALL_LENGTH_LIMIT: 2000});
  const call = await dial('tilo');
  // No ear is there: it would have to be there before those two seconds are over.
  const {ari} = exchange.outside;
  const {channel} = await ari.waitFor(
    (event) => event.type === 'StasisStart' && (event.channel?.name.startsWith('PJSIP/tilo-') ?? false),
    {timeout: 20_000, what: 'answer'},
  );
  await ari.waitFor((event) => event.type === 'ChannelDestroyed' && event.channel?.id === channel!.id, {
    timeout: 20_000,
    what: 'hang-up',
  });
  await becomes(call.id, {
    status: 'cleared',
    cause: 'hung-up',
    message: 'The call has lasted as long as calls may.',
  });
  expect(await receiver.reasonOf(call.id)).toEqual({
    code: '200',
    message: 'The call has lasted as long as calls may.',
  });
});

test('held by sendonly: neither hears the other, and the call goes on after it', {timeout}, async () => {
  const [holder, other] = await two();
  const {ari} = exchange.outside;
  await ari.request('POST', `/channels/${holder.person.channelId}/hold`);
  await becomes(holder.id, {status: 'held'});
  expect(invites().at(-1)!.body).toContain('a=sendonly');
  await Promise.all([holder.person.ears.hearsSilence(), other.person.ears.hearsSilence()]);
  await ari.request('DELETE', `/channels/${holder.person.channelId}/hold`);
  await becomes(holder.id, {status: 'connected'});
  await Promise.all([holder.person.ears.hears(700), other.person.ears.hears(900)]);
});

test.each<[how: string, offer: {port?: number; direction?: string}, answer: number]>([
  ['inactive', {direction: 'inactive'}, 200],
  ['port 0, which Asterisk refuses', {port: 0}, 488],
])('held by %s: the same, also when the holder goes on speaking', {timeout}, async (_, offer, answer) => {
  const server = await SipServer.listen();
  servers.push(server);
  const call = await application.dial(sessionId, server.uri);
  await server.called();
  await becomes(call.id, {status: 'connected'});
  const listener = await dial('tilo');
  const other = await reached('tilo');
  await becomes(listener.id, {status: 'connected'});
  server.say(900);
  other.say(700);
  await Promise.all([server.ears.hears(700), other.ears.hears(900)]);

  expect(await server.offer(offer)).toBe(answer);
  await becomes(call.id, {status: 'held'});
  await Promise.all([server.ears.hearsSilence(), other.ears.hearsSilence()]);
  expect(await server.offer()).toBe(200);
  await becomes(call.id, {status: 'connected'});
  await Promise.all([server.ears.hears(700), other.ears.hears(900)]);
  server.hangUp();
  await becomes(call.id, {status: 'cleared', cause: 'remote-hung-up'});
});

/** Two phones in the session, which hear each other: the first says 900 Hz, the other 700 Hz. */
async function two() {
  const [first, second] = [await dial('udo'), await dial('tilo')];
  const [udo, tilo] = [await reached('udo'), await reached('tilo')];
  for (const {id} of [first, second]) await becomes(id, {status: 'connected'});
  udo.say(900);
  tilo.say(700);
  await Promise.all([udo.ears.hears(700), tilo.ears.hears(900)]);
  return [
    {...first, person: udo},
    {...second, person: tilo},
  ] as const;
}
