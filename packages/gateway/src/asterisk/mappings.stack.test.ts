import {sql} from 'drizzle-orm';
import {GatewayClient, type Caller} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {serve, type RunningGateway} from '../serve.js';
import {readSettings} from '../settings/settings.js';
import {testSecrets, testSettings} from '../testing/services.js';
import {
  asteriskSetting,
  createExchange,
  dialInNumber,
  freeTcpPort,
  type Exchange,
} from '../testing/telephony/exchange.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import {Telephone} from '../testing/telephony/telephone.js';
import {asteriskPart} from './part.js';

const timeout = 300_000;
let exchange: Exchange;
let gateway: RunningGateway;
const calls: Caller[] = [];

beforeAll(async () => {
  const port = await freeTcpPort();
  exchange = await createExchange({
    gateway: `http://127.0.0.1:${port}`,
    accounts: {mia: 'wonderland', ben: 'builder', dialog500: 'given to all'},
  });
  const settings = readSettings({
    env: {
      ...testSettings,
      LOG_LEVEL: 'warn',
      PORT: String(port),
      ASTERISK: asteriskSetting(exchange),
      // The telephones of this test are no browsers.
      ASTERISK_ENDPOINT_FIELDS: JSON.stringify({webrtc: 'no', rtp_symmetric: 'yes'}),
      MODULES_SIP_REGISTER_EXPIRES: '30 minutes',
      MODULES_SIP_REGISTER_INTERVAL: '5 minutes',
      MODULES_SIP_AUTOCREATE_ON: 'true',
      MODULES_SIP_AUTOCREATE_HOST: '127.0.0.1',
      MODULES_SIP_AUTOCREATE_PORT: String(exchange.ports.outside),
      MODULES_SIP_AUTOCREATE_USER_PREFIX: 'dialog',
      MODULES_SIP_AUTOCREATE_PASSWORD: 'given to all',
    },
  });
  gateway = await serve(settings, [asteriskPart({bridge: new FakeBridge()})]);
}, timeout);
afterEach(async () => {
  for (const call of calls.splice(0)) await call.hangUp();
  for (const stack of [exchange.ours, exchange.outside])
    await vi.waitFor(async () => expect(await stack.ari.channels()).toEqual([]), 10_000);
  exchange.outside.ari.clear();
}, timeout);
afterAll(async () => {
  await gateway.close();
  await exchange.stop();
}, timeout);

const run = (text: string) => gateway.services.database.queries.execute(sql.raw(text));
const contact = (user: string) => exchange.provider.contact(user);

async function keep(call: Promise<Caller>): Promise<Caller> {
  calls.push(await call);
  return call;
}

const providerCalls = (user: string) => exchange.provider.call(user);

async function talk(one: Caller, other: Caller): Promise<void> {
  one.say(440);
  other.say(1000);
  await Promise.all([one.ears.hears(1000), other.ears.hears(440)]);
}

/** The telephone that a user's browser would be. */
async function telephone(user = 'mia', userId = '434'): Promise<Telephone> {
  const {password} = await gateway.services.sipAccess.forUser(userId);
  const {outside: at, ports} = exchange;
  const phone = await Telephone.connect({at, port: ports.ours, user, domain: '127.0.0.1', password});
  await vi.waitFor(
    async () =>
      expect(await exchange.ours.cli('pjsip show contacts')).toContain(`${user}@127.0.0.1/sip:phone-${user}`),
    10_000,
  );
  return phone;
}

test(
  'a mapping that is inserted with SQL is registered at its server, without a restart',
  {timeout},
  async () => {
    await run(`insert into sip_user_mappings
    (sip_user, sip_password, sip_host, sip_port, sip_parameters, sip_headers, peer_type, peer_id, peer_str_id, register, can_call, can_be_called)
    values ('mia', 'wonderland', '127.0.0.1', ${exchange.ports.outside}, '{"transport": "udp"}', '{}', 1, 434, '', true, true, true)`);
    await vi.waitFor(async () => expect(await contact('mia')).toMatch(/^sip:mia@127/), 15_000);
    const register = exchange.outside.sip.messages().find(({method}) => method === 'REGISTER');
    expect(register?.header('expires')).toBe('310');
    expect(register?.header('to')).toBe('<sip:mia@127.0.0.1>');
  },
);

test('the provider calls the user, and both hear each other', {timeout}, async () => {
  const phone = await telephone();
  const [caller, user] = await Promise.all([keep(providerCalls('mia')), keep(phone.answer())]);
  await talk(caller, user);
});

test('the user calls through the provider, as itself', {timeout}, async () => {
  const phone = await telephone();
  const [caller, called] = await Promise.all([
    keep(phone.call('7000')),
    keep(exchange.provider.called('mia')),
  ]);
  await talk(caller, called);
});

test('a mapping that is no longer registered is taken off its server', {timeout}, async () => {
  await run(`update sip_user_mappings set register = false where sip_user = 'mia'`);
  await vi.waitFor(async () => expect(await contact('mia')).toBe(''), 15_000);
  await run(`update sip_user_mappings set register = true where sip_user = 'mia'`);
  await vi.waitFor(async () => expect(await contact('mia')).not.toBe(''), 15_000);
});

test('can_call counts from the next call on', {timeout}, async () => {
  const phone = await telephone();
  await run(`update sip_user_mappings set can_call = false where sip_user = 'mia'`);
  await expect(phone.call('7000')).rejects.toThrow('cause 21');
  await run(`update sip_user_mappings set can_call = true where sip_user = 'mia'`);
  exchange.outside.ari.clear();
  await keep(phone.call('7000'));
});

test('can_be_called counts from the next call on', {timeout}, async () => {
  const phone = await telephone();
  await run(`update sip_user_mappings set can_be_called = false where sip_user = 'mia'`);
  await expect(providerCalls('mia')).rejects.toThrow('cause 21');
  await run(`update sip_user_mappings set can_be_called = true where sip_user = 'mia'`);
  exchange.outside.ari.clear();
  await Promise.all([keep(providerCalls('mia')), keep(phone.answer())]);
});

test('a changed password counts from the next call on, and registers anew', {timeout}, async () => {
  const phone = await telephone();
  const registrations = () => exchange.ours.cli('pjsip show registrations');
  await run(`update sip_user_mappings set sip_password = 'forgotten' where sip_user = 'mia'`);
  await expect(phone.call('7000')).rejects.toThrow('cause 21');
  await vi.waitFor(async () => expect(await registrations()).toContain('Rejected'), 15_000);
  await run(`update sip_user_mappings set sip_password = 'wonderland' where sip_user = 'mia'`);
  exchange.outside.ari.clear();
  await keep(phone.call('7000'));
  await vi.waitFor(async () => expect(await registrations()).toMatch(/ Registered /), 15_000);
});

test('a user dials the number of the IVR', {timeout}, async () => {
  const phone = await telephone();
  await keep(phone.call(dialInNumber));
  await vi.waitFor(
    async () =>
      expect(await gateway.services.database.queries.query.calls.findMany()).toMatchObject([
        {trunk: 'mia@127.0.0.1', caller: 'mia', called: dialInNumber},
      ]),
    5000,
  );
});

test('what cannot be a number is refused, and dials nobody else', {timeout}, async () => {
  const phone = await telephone();
  await expect(phone.call('7000%26PJSIP')).rejects.toThrow('cause 1');
});

test('a tcp mapping registers by TCP', {timeout}, async () => {
  await run(`insert into sip_user_mappings (sip_user, sip_password, sip_host, sip_port, sip_parameters, peer_id)
    values ('ben', 'builder', '127.0.0.1', ${exchange.ports.outside}, '{"transport": "tcp"}', 435)`);
  await vi.waitFor(async () => expect(await contact('ben')).toMatch(/^sip:ben@127/), 15_000);
  const register = exchange.outside.sip
    .messages()
    .find(({method, text}) => method === 'REGISTER' && text.includes('sip:ben@'));
  expect(register?.header('via')).toContain('SIP/2.0/TCP');
  expect(register?.target).toBe(`sip:127.0.0.1:${exchange.ports.outside};transport=tcp`);
});

test(
  'a new conference user is registered at the server with the prefix, and is called there at once',
  {timeout},
  async () => {
    await new GatewayClient(gateway.url, testSecrets.jwt).session('500');
    await vi.waitFor(async () => expect(await contact('dialog500')).toMatch(/^sip:dialog500@127/), 15_000);
    const phone = await telephone('dialog500', '500');
    const [caller, user] = await Promise.all([keep(providerCalls('dialog500')), keep(phone.answer())]);
    await talk(caller, user);
  },
);

test(
  'a mapping that is deleted while another gateway is in charge is taken off its server by whoever comes next',
  {timeout},
  async () => {
    await run(
      `update asterisk_leases set holder = 'another', epoch = epoch + 1, expires_at = now() + interval '5 seconds'`,
    );
    const held = async () =>
      (await gateway.services.metrics.registry.metrics()).includes('held{asterisk="one"} 1');
    await vi.waitFor(async () => expect(await held()).toBe(false), 4000);
    await run(`delete from sip_user_mappings where sip_user = 'ben'`);
    await vi.waitFor(async () => expect(await contact('ben')).toBe(''), 20_000);
    expect(await contact('mia')).not.toBe('');
  },
);

test('Asterisk restarts, and registers again', {timeout}, async () => {
  await exchange.ours.stopAsterisk({kill: true});
  await exchange.outside.cli('pjsip send unregister mia');
  exchange.outside.sip.clear();
  await exchange.ours.startAsterisk();
  await exchange.outside.sip.waitFor(({method}) => method === 'REGISTER', {timeout: 15_000});
});
