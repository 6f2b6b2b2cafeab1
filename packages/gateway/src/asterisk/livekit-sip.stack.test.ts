import {randomUUID} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Caller, startRedis, type Redis} from '@sidetone/stack';
import {RoomServiceClient, SipClient} from 'livekit-server-sdk';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
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
import {Telephone} from '../testing/telephony/telephone.js';
import {promptTone, writeTonePrompts} from '../testing/telephony/tone-prompts.js';
import {asteriskPart} from './part.js';

const timeout = 600_000;
const account = {user: 'sidetone-livekit', password: 'the password at Asterisk'};
let folder: string;
let redis: Redis;
let exchange: Exchange;
let gateway: RunningGateway;
let livekit: RoomServiceClient;
let sip: SipClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-livekit-sip-'));
  redis = await startRedis({folder: join(folder, 'redis')});
  const port = await freeTcpPort();
  exchange = await createExchange({
    folder,
    livekit: {redis: redis.address, webhooks: [`http://127.0.0.1:${port}/livekit/webhook`]},
    config: {livekitSip: account},
  });
  await writeTonePrompts(exchange.prompts);
  const {url, apiKey, apiSecret} = exchange.ours.addresses.livekit!;
  const host = url.replace('ws', 'http');
  livekit = new RoomServiceClient(host, apiKey, apiSecret);
  sip = new SipClient(host, apiKey, apiSecret);
  const [asterisk] = JSON.parse(asteriskSetting(exchange)) as object[];
  const env = {
    ...testSettings,
    LOG_LEVEL: 'silent',
    PORT: `${port}`,
    LIVEKIT_URL: url,
    LIVEKIT_API_KEY: apiKey,
    LIVEKIT_API_SECRET: apiSecret,
    BRIDGE: 'livekit-sip',
    ASTERISK: JSON.stringify([{...asterisk, sip: `127.0.0.1:${exchange.ports.ours}`}]),
    LIVEKIT_SIP_PASSWORD: account.password,
    LIVEKIT_SIP_INBOUND_PASSWORD: 'the password at livekit-sip',
    ROOM_TELEPHONY_PROMPTS: exchange.prompts,
    ROOM_TELEPHONY_DEFAULT_COUNTRY: 'CH',
    ROOM_TELEPHONY_PHONE_NUMBER: dialInNumber,
  };
  gateway = await serve(readSettings({env}), [asteriskPart()]);
}, timeout);
afterAll(async () => {
  await gateway.close();
  await exchange.stop();
  await redis.stop();
  await rm(folder, {recursive: true});
}, timeout);

/** The rules, as livekit-server has them. */
const rules = async () =>
  (await sip.listSipDispatchRule()).map(({name, rule}) => {
    const direct = rule?.rule.case === 'dispatchRuleDirect' ? rule.rule.value : undefined;
    return {name, room: direct?.roomName, pin: direct?.pin};
  });
const rule = (room: string, pin: string) => ({
  name: expect.stringMatching(/^SIP_[0-9a-f]{8}-[0-9a-f-]{27}$/) as string,
  room,
  pin,
});

test(
  'a room of LiveKit that starts has a rule with its PIN, and none when it ends; a new PIN has a new rule',
  async () => {
    const {rooms, database} = gateway.services;
    await rooms.create('standup', {language: 'en'}, 'operator');
    const pin = await rooms.pinOf('standup');
    await livekit.createRoom({name: 'standup'});
    await livekit.createRoom({name: 'not known to the gateway'});
    await vi.waitFor(async () => expect(await rules()).toEqual([rule('standup', pin)]), 15_000);
    const [trunk] = await sip.listSipInboundTrunk();
    expect(trunk).toMatchObject({authUsername: 'sidetone', authPassword: 'the password at livekit-sip'});
    expect(trunk?.numbers).toContain(dialInNumber);

    await livekit.deleteRoom('standup');
    await vi.waitFor(async () => expect(await rules()).toEqual([]), 15_000);

    // Its PIN is another room's by the time that it starts again.
    await rooms.create('review', {language: 'en'}, 'operator');
    await database.queries.execute(
      `update rooms set (pin_hash, pin_encrypted) = (select pin_hash, pin_encrypted from rooms where name = 'standup') where name = 'review'`,
    );
    await livekit.createRoom({name: 'standup'});
    await vi.waitFor(async () => {
      const now = await rooms.pinOf('standup');
      expect(now).not.toBe(pin);
      expect(await rules()).toEqual([rule('standup', now)]);
    }, 15_000);
    await livekit.deleteRoom('standup');
    await vi.waitFor(async () => expect(await rules()).toEqual([]), 15_000);
  },
  timeout,
);

test(
  'a caller with the right PIN is brought in by livekit-sip, which is asked to call this Asterisk',
  async () => {
    const {rooms} = gateway.services;
    await rooms.create('retro', {language: 'en'}, 'operator');
    const caller = await Caller.dial(exchange.outside, `PJSIP/${dialInNumber}@sidetone`);
    await caller.ears.hears(promptTone('pin'));
    await caller.press(await rooms.pinOf('retro'));
    await vi.waitFor(
      async () =>
        expect(await sip.listSipOutboundTrunk()).toMatchObject([
          {
            address: `127.0.0.1:${exchange.ports.ours}`,
            authUsername: account.user,
            authPassword: account.password,
            numbers: [account.user],
          },
        ]),
      15_000,
    );
    await caller.hangUp();
    await vi.waitFor(async () => expect(await exchange.ours.ari.channels()).toEqual([]), 15_000);
  },
  timeout,
);

test(
  'Asterisk, as asterisk-config has made it, lets livekit-sip call legs with its password, and nothing else',
  async () => {
    const {ari} = exchange.ours;
    const call = async (password: string, number: string) => {
      const {port, domain} = {port: exchange.ports.ours, domain: '127.0.0.1'};
      const bridge = await Telephone.connect({
        at: exchange.outside,
        port,
        user: account.user,
        domain,
        password,
      });
      return bridge.call(number);
    };
    const leg = `sidetoneleg${randomUUID()}`;
    // The gateway, which has asked for no such leg, answers nothing.
    const calling = call(account.password, leg).catch((error: unknown) => error);
    const channel = await vi.waitUntil(
      async () =>
        (await ari.channels()).find(
          ({dialplan: {exten, app_name}}) => exten === leg && app_name === 'Stasis',
        ),
      {timeout: 15_000, interval: 100},
    );
    expect(channel.dialplan).toMatchObject({context: 'sidetone-legs', app_data: 'sidetone'});
    await ari.request('POST', `/channels/${channel.id}/answer`);
    const answered = await calling;
    expect(answered).toBeInstanceOf(Caller);
    await (answered as Caller).hangUp();
    await expect(call(account.password, dialInNumber)).rejects.toThrow('cause');
    await expect(call('another password', leg)).rejects.toThrow('cause');
  },
  timeout,
);
