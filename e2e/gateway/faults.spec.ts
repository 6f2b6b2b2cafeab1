import {setTimeout as sleep} from 'node:timers/promises';
import {register} from '../../packages/gateway/src/testing/sip-register.js';
import {extensions} from '../../packages/stack/src/index.js';
import {expectHearing, openAttendee, type Attendee, type Name} from '../support/attendee.js';
import {bothEngines} from '../support/both-engines.js';
import {expect, test} from '../support/faults.js';
import {wereShown} from '../support/office.js';

/** What `GET /v1/me/sip` answers. */
interface Credential {
  aor: string;
  authUser: string;
  password: string;
  expiresAt: string;
}

test('kill -9 of the gateway in charge during the IVR: the caller goes on typing and gets in', async ({
  application,
  cluster,
  gatewayAddress,
  softphone,
  roomGuest,
  sql,
  stack,
}) => {
  test.setTimeout(150_000);
  const {pin} = await application.room('rescue');
  const guest = await roomGuest('rescue', 1000);
  const anna = await softphone('701', 440);
  await anna.isReady();
  const first = await cluster.inCharge();
  await anna.dial(gatewayAddress.roomNumber);
  await anna.hearsPrompt('pin');
  // Digits before, during and after the time in which nobody is in charge.
  await anna.press(pin.slice(0, 4));
  await expect
    .poll(
      async () => (await sql(`select 1 from calls where ended_at is null and ivr->>'typed' <> ''`)).length,
    )
    .toBe(1);
  const typing = anna.press(pin.slice(4));
  await stack.stopGateway({index: first, kill: true});
  await typing;
  const [phone] = await guest.phones(1);
  await guest.hears(phone!.identity, 440);
  await anna.hears(1000);
  expect(await cluster.inCharge()).toBe(1 - first);
  await stack.startGateway(first);
});

test('kill -9 of the gateway in charge while a phone rings that the room has called: all are told, it is answered, and they talk', async ({
  application,
  browser,
  cluster,
  site,
  stack,
}) => {
  test.setTimeout(150_000);
  const room = 'summons';
  await application.room(room);
  const enter = (name: Name, setup: object): Promise<Attendee> =>
    openAttendee({browser, url: site.url, application}, {name, userId: `${name}summons`, ...setup});
  const [alice, bob, dave] = await Promise.all([
    enter('alice', {room, phoneless: true, rights: {canDialOut: true}}),
    enter('bob', {room, phoneless: true}),
    enter('dave', {}),
  ]);
  await Promise.all([alice.join(), bob.join(), dave.register()]);
  const first = await cluster.inCharge();
  const {code, id} = await alice.dialOut(dave.userId);
  expect(code).toBe('ok');
  await dave.callIs('ringing');
  const steps = [{status: 'accepted'}, {status: 'ringing'}];
  await wereShown([alice, bob], id, steps);
  await stack.stopGateway({index: first, kill: true});
  await dave.answer();
  steps.push({status: 'connected'});
  await wereShown([alice, bob], id, steps);
  await expectHearing([alice, bob, dave], {
    alice: ['bob', 'dave'],
    bob: ['alice', 'dave'],
    dave: ['alice', 'bob'],
  });
  expect(await cluster.inCharge()).toBe(1 - first);
  expect(await alice.asks(id, 'hangup')).toBe('ok');
  await dave.callIs('cleared');
  await wereShown([alice, bob], id, [...steps, {status: 'cleared', cause: 'hung-up'}, {status: 'removed'}]);
  await stack.startGateway(first);
  for (const {page} of [alice, bob, dave]) await page.context().close();
});

test('kill -9 of one of two bridges during a conversation: its phone is back, and both callers stayed on the line', async ({
  application,
  cluster,
  gatewayAddress,
  softphone,
  roomGuest,
  stack,
}) => {
  test.setTimeout(180_000);
  // Callers of the journey before are gone.
  await expect.poll(() => cluster.legs()).toEqual([0, 0]);
  const {pin} = await application.room('bridged');
  const guest = await roomGuest('bridged', 1000);
  const bert = await softphone('702', 440);
  const cora = await softphone('703', 1630);
  for (const phone of [bert, cora]) {
    await phone.isReady();
    await phone.dial(gatewayAddress.roomNumber);
    await phone.hearsPrompt('pin');
    await phone.press(pin);
    await phone.hearsToo(1000);
  }
  const phones = await guest.phones(2);
  const identityOf = (number: string) =>
    phones.find(({attributes}) => attributes['sip.phoneNumber'] === number)?.identity ?? '';
  const legs = () => cluster.legs().then((all) => all.map((count) => count ?? 0));
  await expect.poll(async () => (await legs()).reduce((sum, count) => sum + count)).toBe(2);
  const channels = await cluster.phones();
  // Each carries one, unless one of them stood still for seconds.
  const killed = (await legs()).findIndex((count) => count > 0);
  await stack.stopBridge(killed, {kill: true});
  await expect.poll(() => cluster.legs()).toEqual(killed ? [2, undefined] : [undefined, 2]);
  await guest.hears(identityOf('702'), 440);
  await guest.hears(identityOf('703'), 1630);
  for (const phone of [bert, cora]) {
    await phone.hearsToo(1000);
    await expect(phone.status).toContainText('Connected');
  }
  expect(await cluster.phones()).toEqual(channels);
  await stack.startBridge(killed);
});

test('the database is gone for five seconds: conversations go on, and a call that comes meanwhile is served', async ({
  application,
  gatewayAddress,
  postgres,
  softphone,
  roomGuest,
  stack,
}) => {
  test.setTimeout(180_000);
  const {pin} = await application.room('lossless');
  const guest = await roomGuest('lossless', 1000);
  const dora = await softphone('704', 440);
  await dora.isReady();
  await dora.dial(gatewayAddress.roomNumber);
  await dora.hearsPrompt('pin');
  await dora.press(pin);
  await dora.hears(1000);
  const [phone] = await guest.phones(1);
  // Asterisk remembers for a quarter of CREDENTIAL_LIFE who has registered.
  const emil = await softphone('705', 1630);
  await emil.isReady();
  stack.sip.clear();
  await postgres.kill();
  const fiveSeconds = sleep(5000);
  await emil.dial(gatewayAddress.roomNumber);
  await stack.sip.waitFor(({method, text}) => method === 'INVITE' && text.includes('<sip:705@'));
  await dora.hears(1000);
  await guest.hears(phone!.identity, 440);
  await fiveSeconds;
  await postgres.start();
  await emil.hearsPrompt('pin');
  await emil.press(pin);
  await guest.phones(2);
  await emil.hearsToo(1000);
  await emil.hearsToo(440);
  await guest.hears(phone!.identity, 440);
});

test('Asterisk restarts: phones register again by themselves, old calls are cleared away, and new ones work', async ({
  application,
  cluster,
  gatewayAddress,
  softphone,
  roomGuest,
  sql,
  stack,
}) => {
  test.setTimeout(300_000);
  const {pin} = await application.room('phoenix');
  const guest = await roomGuest('phoenix', 1000);
  const finn = await softphone('706', 440);
  await finn.isReady();
  await finn.dial(gatewayAddress.roomNumber);
  await finn.hearsPrompt('pin');
  await finn.press(pin);
  await finn.hears(1000);
  const [lost] = await guest.phones(1);
  const live = () => sql(`select id from calls where ended_at is null`);
  await expect.poll(live).toHaveLength(1);

  await stack.stopAsterisk({kill: true});
  stack.sip.clear();
  await stack.startAsterisk();
  await stack.sip.waitFor(
    ({method, status, text}) => method === 'REGISTER' && status === 200 && text.includes('sip:706@'),
    // One that an Asterisk gets while it starts is not answered, and given up after 32 s (RFC 3261, timer F).
    {timeout: 120_000},
  );
  await expect.poll(live, {timeout: 30_000}).toEqual([]);
  await expect.poll(() => guest.count(), {timeout: 30_000}).toBe(0);
  await expect(finn.button('Hang up')).toBeHidden({timeout: 60_000});
  await cluster.inCharge();
  await finn.isReady();

  await finn.dial(gatewayAddress.roomNumber);
  await finn.hearsPrompt('pin');
  await finn.press(pin);
  const [found] = await guest.phones(1);
  expect(found?.identity).not.toBe(lost?.identity);
  await guest.hears(found!.identity, 440);
  await finn.hears(1000);
});

test(
  'a credential expires during a call: the next one came before, the registration had no gap, and the call lives',
  {tag: bothEngines},
  async ({softphone, stack}) => {
    test.setTimeout(240_000);
    const greta = await softphone('707', 440);
    const {page} = greta;
    const credentials: Credential[] = [];
    page.on('response', async (response) => {
      if (!response.url().endsWith('/v1/me/sip') || !response.ok()) return;
      // What the page asked before it was loaded anew cannot be read any more.
      const credential = (await response.json().catch(() => undefined)) as Credential | undefined;
      if (credential) credentials.push(credential);
    });
    await page.reload();
    await greta.isReady();
    const states = await page.evaluateHandle(() => {
      const {phone} = document.querySelector('sidetone-softphone')!;
      const seen: string[] = [];
      phone!.addEventListener('registration', () => seen.push(phone!.registration));
      return seen;
    });
    await expect.poll(() => credentials.length).toBeGreaterThan(0);
    const first = credentials[0]!;
    await greta.dial(extensions.echo);
    await greta.hears(440);
    const channels = await stack.ari.channels();

    await sleep(Date.parse(first.expiresAt) - Date.now());
    // Asterisk remembers what it was told for a little while.
    await expect
      .poll(() => register(stack.addresses.asterisk.ws, first), {timeout: 30_000, intervals: [2000]})
      .toBe(401);
    expect(new Set(credentials.map(({password}) => password)).size).toBeGreaterThan(1);
    const seen = await states.jsonValue();
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set(['registered']));
    // Asterisk asks for the password again in the call.
    await page.evaluate(async () => {
      const call = document.querySelector('sidetone-softphone')!.phone!.activeCall!;
      await call.hold();
      await call.resume();
    });
    await greta.hears(440);
    expect((await stack.ari.channels()).map(({id}) => id)).toEqual(channels.map(({id}) => id));
  },
);
