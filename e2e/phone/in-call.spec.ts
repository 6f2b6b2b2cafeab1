import {voices, type DeskPhone} from '../support/desk.js';
import {expect, test} from '../support/test.js';
import {directions} from '../support/wire.js';

async function connect(caller: DeskPhone, called: DeskPhone): Promise<void> {
  await caller.dial(called.user);
  await called.reaches('ringing');
  expect(await called.ask('answer')).toBe('ok');
  await caller.reaches('connected');
}

test('a held call carries no voice, and resuming brings it back', async ({registered, stack}) => {
  const [alice, bob] = [await registered('alice'), await registered('bob')];
  await connect(alice, bob);
  await bob.hears(voices.alice);
  expect(await alice.ask('hold')).toBe('ok');
  expect(await alice.facts()).toMatchObject({status: 'held', heldBy: 'local'});
  await bob.doesNotHear(voices.alice);
  const held = await stack.sip.waitFor(
    ({method, body}) => method === 'INVITE' && body.includes('a=sendonly'),
  );
  expect(held.direction).toBe('in');
  expect(await alice.ask('resume')).toBe('ok');
  expect(await alice.facts()).toMatchObject({status: 'connected', heldBy: 'none'});
  await bob.hears(voices.alice);
  await alice.hears(voices.bob);
});

test('a muted call is silent for the far side only', async ({registered, stack}) => {
  const [alice, bob] = [await registered('alice'), await registered('bob')];
  await connect(alice, bob);
  await bob.hears(voices.alice);
  await alice.mute(true);
  expect(await alice.facts()).toMatchObject({muted: true, status: 'connected'});
  await bob.doesNotHear(voices.alice);
  await alice.hears(voices.bob);
  await alice.mute(false);
  await bob.hears(voices.alice);
  expect(directions(stack, (await alice.facts()).sipCallId)).toEqual([]);
});

test('a blind transfer joins the others and lets this phone go', async ({registered, stack}) => {
  const [alice, bob, carol] = [await registered('alice'), await registered('bob'), await registered('carol')];
  await connect(alice, bob);
  const transferred = alice.transfer('carol');
  await carol.reaches('ringing');
  await carol.ask('answer');
  expect(await transferred).toBe('ok');
  expect(await alice.facts()).toMatchObject({status: 'cleared', cause: 'transferred'});
  await bob.hears(voices.carol);
  await carol.hears(voices.bob);
  const refer = await stack.sip.waitFor(({method, status}) => method === 'REFER' && status === 0);
  expect(refer.header('refer-to')).toContain('carol@sidetone.test');
});

test('an attended transfer joins the far sides of two calls', async ({registered, stack}) => {
  const [alice, bob, carol] = [await registered('alice'), await registered('bob'), await registered('carol')];
  await connect(alice, bob);
  await alice.dial('carol');
  await carol.reaches('ringing');
  await carol.ask('answer');
  await alice.reaches('connected');
  expect(await alice.facts(0)).toMatchObject({status: 'held'});
  expect(await alice.transferTo(0, 1)).toBe('ok');
  await bob.hears(voices.carol);
  await carol.hears(voices.bob);
  await alice.reaches('cleared', 0);
  await alice.reaches('cleared', 1);
  const refer = await stack.sip.waitFor(({method, status}) => method === 'REFER' && status === 0);
  expect(refer.header('refer-to')).toContain('Replaces=');
  await stack.sip.waitFor(
    ({method, direction, callId, body}) =>
      method === 'NOTIFY' && direction === 'out' && callId === refer.callId && body.startsWith('SIP/2.0 200'),
  );
});

test('a refused transfer leaves the call as it was', async ({registered, stack}) => {
  const [frank, bob] = [await registered('frank'), await registered('bob')];
  await connect(frank, bob);
  expect(await frank.transfer('carol')).toBe('transfer-refused');
  expect(await frank.facts()).toMatchObject({status: 'connected'});
  await bob.hears(voices.frank);
  await frank.hears(voices.bob);
  await stack.sip.waitFor(({method, status}) => method === 'REFER' && status === 603);
  expect(await stack.ari.channels()).toHaveLength(2);
});

test('two calls: one talks at a time, they switch, and merged they all hear each other', async ({
  registered,
  stack,
}) => {
  const [alice, bob, carol] = [await registered('alice'), await registered('bob'), await registered('carol')];
  await connect(alice, bob);
  await carol.dial('alice');
  await alice.hasHad(2);
  expect(await alice.ask('answer')).toBe('ok');
  expect(await alice.facts(0)).toMatchObject({status: 'held', heldBy: 'local'});
  expect(await alice.facts(1)).toMatchObject({status: 'connected'});
  await carol.hears(voices.alice);
  await bob.doesNotHear(voices.alice);
  const asked = async () => [
    directions(stack, (await alice.facts(0)).sipCallId),
    directions(stack, (await alice.facts(1)).sipCallId),
  ];
  expect(await asked()).toEqual([['sendonly'], []]);

  expect(await alice.ask('resume', 0)).toBe('ok');
  expect(await alice.facts(1)).toMatchObject({status: 'held'});
  await bob.hears(voices.alice);
  await carol.doesNotHear(voices.alice);
  expect(await asked()).toEqual([['sendonly', 'sendrecv'], ['sendonly']]);

  const merged = await alice.page.evaluate(() =>
    desk.outcome(() => desk.phone.merge(desk.call(0), desk.call(1))),
  );
  expect(merged).toBe('ok');
  await expect.poll(asked).toEqual([
    ['sendonly', 'sendrecv'],
    ['sendonly', 'sendrecv'],
  ]);
  const levels = (phone: DeskPhone) =>
    phone.page.evaluate(
      (hz) => desk.hears(-1, hz).then((heard) => heard.levels),
      [voices.alice, voices.bob, voices.carol],
    );
  await expect
    .poll(async () => {
      const [atBob, atCarol] = [await levels(bob), await levels(carol)];
      return {
        bob: {
          alice: atBob[voices.alice]! > -45,
          carol: atBob[voices.carol]! > -45,
          himself: atBob[voices.bob]! > -60,
        },
        carol: {
          alice: atCarol[voices.alice]! > -45,
          bob: atCarol[voices.bob]! > -45,
          herself: atCarol[voices.carol]! > -60,
        },
      };
    })
    .toEqual({
      bob: {alice: true, carol: true, himself: false},
      carol: {alice: true, bob: true, herself: false},
    });
});
