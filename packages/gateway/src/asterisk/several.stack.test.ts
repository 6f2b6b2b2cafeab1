import {sql} from 'drizzle-orm';
import {Caller, type Stack} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {serve, type RunningGateway} from '../serve.js';
import {readSettings} from '../settings/settings.js';
import {testSettings} from '../testing/services.js';
import {
  asteriskSetting,
  createExchange,
  dialInNumber,
  freeTcpPort,
  type Exchange,
} from '../testing/telephony/exchange.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import {promptTone, writeTonePrompts} from '../testing/telephony/tone-prompts.js';
import {asteriskPart} from './part.js';

const timeout = 300_000;
let exchange: Exchange;
let second: Stack;
let gateway: RunningGateway;
const bridge = new FakeBridge();
const callers: Caller[] = [];

beforeAll(async () => {
  const port = await freeTcpPort();
  exchange = await createExchange({
    gateway: `http://127.0.0.1:${port}`,
    accounts: {mia: 'wonderland'},
    second: true,
  });
  second = exchange.second!;
  await writeTonePrompts(exchange.prompts);
  const settings = {
    ...testSettings,
    LOG_LEVEL: 'warn',
    PORT: `${port}`,
    ASTERISK: asteriskSetting(exchange),
    ROOM_TELEPHONY_PROMPTS: exchange.prompts,
  };
  gateway = await serve(readSettings({env: settings}), [asteriskPart({bridge})]);
}, timeout);
afterEach(async () => {
  for (const caller of callers.splice(0)) await caller.hangUp();
}, timeout);
afterAll(async () => {
  await gateway.close();
  await exchange.stop();
}, timeout);

/** Where the provider reaches mia: the Asterisk that has registered for her. */
const contactPort = async () => Number(/:(\d+)/.exec(await exchange.provider.contact('mia'))?.[1]);
const registrations = (stack: Stack) => stack.cli('pjsip show registrations');

/** Calls the number at one of them, `sidetone` or `second`, and types the PIN. */
async function enters(at: string, pin: string): Promise<void> {
  const caller = await Caller.dial(exchange.outside, `PJSIP/${dialInNumber}@${at}`);
  callers.push(caller);
  await caller.ears.hears(promptTone('pin'));
  await caller.press(pin);
}

test('one gateway serves two Asterisk: callers of both meet in a room', {timeout}, async () => {
  const {rooms, database} = gateway.services;
  await rooms.create('standup', {language: 'en'}, 'operator');
  const pin = await rooms.pinOf('standup');
  await Promise.all(['sidetone', 'second'].map((at) => enters(at, pin)));
  await vi.waitFor(() => expect(bridge.joined).toMatchObject([{room: 'standup'}, {room: 'standup'}]), 15_000);
  const reached = bridge.joined.map(({asterisk}) => asterisk.url).sort();
  expect(reached).toEqual([exchange.ours, second].map(({addresses}) => addresses.asterisk.ari.url).sort());
  const calls = await database.queries.query.calls.findMany();
  expect(calls.map(({asteriskId}) => asteriskId).sort()).toEqual(['one', 'two']);
});

test(
  'one of them registers for users; when it is gone the other does, until it is back',
  {timeout},
  async () => {
    await gateway.services.database.queries
      .execute(sql`insert into sip_user_mappings (sip_user, sip_password, sip_host, sip_port, sip_parameters, peer_id)
      values ('mia', 'wonderland', '127.0.0.1', ${exchange.ports.outside}, '{"transport": "udp"}', 434)`);
    await vi.waitFor(async () => expect(await contactPort()).toBe(exchange.ports.ours), 15_000);
    expect(await registrations(second)).toContain('No objects found');

    await exchange.ours.stopAsterisk({kill: true});
    await vi.waitFor(async () => expect(await registrations(second)).toMatch(/ Registered /), 15_000);

    await exchange.ours.startAsterisk();
    await vi.waitFor(async () => expect(await registrations(exchange.ours)).toMatch(/ Registered /), 30_000);
    await vi.waitFor(async () => expect(await registrations(second)).toContain('No objects found'), 15_000);
  },
);
