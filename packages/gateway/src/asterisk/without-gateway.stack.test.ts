import type {AddressInfo} from 'node:net';
import {sql} from 'drizzle-orm';
import type {Caller} from '@sidetone/stack';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import type {Database} from '../database/database.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import {asteriskSetting, createExchange, freeTcpPort, type Exchange} from '../testing/telephony/exchange.js';
import {Telephone} from '../testing/telephony/telephone.js';

const timeout = 300_000;
const domain = 'sip.example.org';
let port: number;
let exchange: Exchange;
let database: Database;
let gateway: TestGateway;
const calls: Caller[] = [];

beforeAll(async () => {
  port = await freeTcpPort();
  database = await migratedPglite();
  exchange = await createExchange({gateway: `http://127.0.0.1:${port}`, trunk: false});
  gateway = await createGateway();
  await listen();
}, timeout);
afterAll(async () => {
  for (const call of calls) await call.hangUp();
  await gateway.close();
  await exchange.stop();
  await database.close();
}, timeout);

/** The telephones of this test are no browsers. */
const createGateway = () =>
  createTestGateway(database, {
    SIP_DOMAINS: domain,
    ASTERISK: asteriskSetting(exchange),
    ASTERISK_ENDPOINT_FIELDS: JSON.stringify({webrtc: 'no', rtp_symmetric: 'yes'}),
  });

async function listen(): Promise<void> {
  await gateway.app.listen({host: '127.0.0.1', port});
  expect((gateway.app.server.address() as AddressInfo).port).toBe(port);
}

async function telephone(user: string, id: number): Promise<Telephone> {
  await database.queries.execute(
    sql`insert into sip_user_mappings (sip_user, sip_host, peer_id) values (${user}, ${domain}, ${id})`,
  );
  const {password} = await gateway.services.sipAccess.forUser(String(id));
  const phone = await Telephone.connect({
    at: exchange.outside,
    port: exchange.ports.ours,
    user,
    domain,
    password,
  });
  await registered(user);
  return phone;
}

/** The next registration of a user that Asterisk takes. Who is told to register again takes itself off first, which is answered without a contact. */
const registered = (user: string) =>
  exchange.outside.sip.waitFor(
    ({method, status, text, header}) =>
      method === 'REGISTER' &&
      status === 200 &&
      text.includes(`sip:${user}@${domain}`) &&
      header('contact') !== undefined,
  );

async function registerAgain(): Promise<void> {
  exchange.outside.sip.clear();
  for (const user of ['alice', 'bob']) {
    await exchange.outside.cli(`pjsip send register phone-${user}`);
    await registered(user);
  }
}

async function keep(call: Promise<Caller>): Promise<Caller> {
  const caller = await call;
  calls.push(caller);
  return caller;
}

async function talk(one: Caller, other: Caller): Promise<void> {
  one.say(440);
  other.say(1000);
  await Promise.all([one.ears.hears(1000), other.ears.hears(440)]);
}

test(
  'the only gateway is stopped: a conversation and registrations go on, and a call that is made meanwhile is put through when it is back',
  {timeout},
  async () => {
    const {ours, outside} = exchange;
    const alice = await telephone('alice', 434);
    const bob = await telephone('bob', 435);
    const [caller, called] = await Promise.all([keep(alice.call('bob')), keep(bob.answer())]);
    await talk(caller, called);

    // What Asterisk remembers of users is as old as this.
    for (const type of ['endpoint', 'auth', 'aor'])
      await ours.cli(`sorcery memory cache expire res_pjsip/${type}`);
    await registerAgain();
    await gateway.close();

    await registerAgain();
    await talk(caller, called);
    await caller.hangUp();
    await vi.waitFor(async () => expect(await ours.ari.channels()).toEqual([]), 15_000);

    outside.ari.clear();
    outside.sip.clear();
    gateway = await createGateway();
    const calling = keep(alice.call('bob'));
    // Nobody can say whether she may: she waits.
    await outside.sip.waitFor(({method, status}) => method === 'INVITE' && status === 100);
    await listen();
    const [again, answered] = await Promise.all([calling, keep(bob.answer())]);
    await talk(again, answered);
  },
);
