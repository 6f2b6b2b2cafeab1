import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Caller} from '@sidetone/stack';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {serve, type RunningGateway} from '../serve.js';
import {readSettings} from '../settings/settings.js';
import {testSettings} from '../testing/services.js';
import {asteriskSetting, createExchange, freeTcpPort, type Exchange} from '../testing/telephony/exchange.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import {Telephone} from '../testing/telephony/telephone.js';
import {asteriskPart} from './part.js';

const timeout = 300_000;
let exchange: Exchange;
let gateway: RunningGateway;

beforeAll(async () => {
  const port = await freeTcpPort();
  exchange = await createExchange({
    gateway: `http://127.0.0.1:${port}`,
    accounts: {mia: 'wonderland'},
    config: {ignoreContact: true, trace: true},
    trunk: false,
  });
  const settings = readSettings({
    env: {
      ...testSettings,
      LOG_LEVEL: 'warn',
      PORT: String(port),
      ASTERISK: asteriskSetting(exchange),
      ASTERISK_ENDPOINT_FIELDS: JSON.stringify({webrtc: 'no'}),
      MODULES_SIP_DIALOG_IGNORE_CONTACT_FIELD: 'true',
    },
  });
  gateway = await serve(settings, [asteriskPart({bridge: new FakeBridge()})]);
}, timeout);
afterAll(async () => {
  await gateway.close();
  await exchange.stop();
}, timeout);

test('a call whose request no longer has what our Contact said is routed by To', {timeout}, async () => {
  const {mappings, sipAccess} = gateway.services;
  const {ours, outside, ports} = exchange;
  await mappings.add(
    {
      sipUser: 'mia',
      sipPassword: 'wonderland',
      sipHost: '127.0.0.1',
      sipPort: ports.outside,
      sipParameters: {transport: 'udp'},
      userId: '434',
    },
    'operator',
  );
  await vi.waitFor(
    async () => expect(await ours.cli('pjsip show identifies')).toContain('127.0.0.1'),
    10_000,
  );
  const {password} = await sipAccess.forUser('434');
  const phone = await Telephone.connect({
    at: outside,
    port: ports.ours,
    user: 'mia',
    domain: '127.0.0.1',
    password,
  });
  await vi.waitFor(
    async () => expect(await ours.cli('pjsip show contacts')).toContain('sip:phone-mia'),
    10_000,
  );
  const target = `PJSIP/sidetone/sip:mia@127.0.0.1:${ports.ours}`;
  const [caller, user] = await Promise.all([Caller.dial(outside, target), phone.answer()]);
  caller.say(440);
  await user.ears.hears(440);
  await Promise.all([caller.hangUp(), user.hangUp()]);
});

test('trace-level: Asterisk logs each SIP message, and no password', {timeout}, async () => {
  const {addresses, sip} = exchange.ours;
  const log = await readFile(join(addresses.logs, 'asterisk.log'), 'utf8');
  const invite = sip.messages().find(({method, status}) => method === 'INVITE' && status === 0);
  expect(log).toContain(`Call-ID: ${invite?.callId}`);
  expect(log).toMatch(/Transmitting SIP request .*\n(.*\n)?.*REGISTER sip:127\.0\.0\.1/);
  expect(log).not.toContain('wonderland');
});
