import {couldRead, expect, expectHearing, test, wereShown} from '../support/office.js';

type Sql = (text: string, values?: unknown[]) => Promise<unknown>;

const accepted = {status: 'accepted'};
const ringing = {status: 'ringing'};
const connected = {status: 'connected'};
const removed = {status: 'removed'};

test.describe.configure({timeout: 120_000});
test.beforeEach(async ({office}) => (await office.open()).forget());
test.afterAll(({office}) => office.close());

test('answered: the same steps for all, and for one who joins while it rings', async ({office}) => {
  const room = await office.open();
  const {alice, bob, dave, erin} = room;
  const call = await room.calls(dave.userId);
  await dave.callIs('ringing');
  await wereShown([alice, bob], call, [accepted, ringing]);
  await erin.join();
  await wereShown([erin], call, [ringing]);
  await dave.answer();
  await wereShown([alice, bob], call, [accepted, ringing, connected]);
  await expectHearing([alice, bob, erin, dave], {
    alice: ['bob', 'dave', 'erin'],
    bob: ['alice', 'dave', 'erin'],
    erin: ['alice', 'bob', 'dave'],
    dave: ['alice', 'bob', 'erin'],
  });
  await dave.hangup();
  const rest = [connected, {status: 'cleared', cause: 'remote-hung-up'}, removed];
  await wereShown([alice, bob], call, [accepted, ringing, ...rest]);
  await wereShown([erin], call, [ringing, ...rest]);
  await couldRead([alice, bob, erin], call);
  await erin.leave();
});

/** Shows how a call ended for so long from now on, instead of for some seconds. */
async function showFor(sql: Sql, call: string, duration: string): Promise<void> {
  await sql(
    `with shown as (
       update call_statuses set gone_at = now() + $2::interval where call_id = $1 and gone_at is not null returning room
     )
     update room_statuses set next_gone_at = now() + $2::interval where room in (select room from shown)`,
    [call, duration],
  );
}

for (const {answer, cause, code} of [
  {answer: 'busy', cause: 'busy', code: 486},
  {answer: 'decline', cause: 'declined', code: 603},
] as const) {
  test(`${cause}: all are told why, and one who joins while that is shown`, async ({office, sql}) => {
    const room = await office.open();
    const {alice, bob, dave, erin} = room;
    const call = await room.calls(dave.userId);
    await dave.callIs('ringing');
    await wereShown([alice, bob], call, [accepted, ringing]);
    await dave.page.evaluate((how) => attendee.call().reject(how), answer);
    const rejected = {status: 'rejected', cause, code};
    await wereShown([alice, bob], call, [accepted, ringing, rejected]);
    // It is shown for seconds, which joining may take.
    await showFor(sql, call, '1 hour');
    await erin.join();
    await wereShown([erin], call, [rejected]);
    await showFor(sql, call, '0 s');
    await wereShown([alice, bob], call, [accepted, ringing, rejected, removed]);
    await wereShown([erin], call, [rejected, removed]);
    await erin.leave();
  });
}

test('cancelled: it rings no longer, and nobody is told that it was answered', async ({office}) => {
  const room = await office.open();
  const {alice, bob, dave} = room;
  const call = await room.calls(dave.userId);
  await dave.callIs('ringing');
  await wereShown([alice, bob], call, [accepted, ringing]);
  expect(await alice.asks(call, 'hangup')).toBe('ok');
  await dave.callIs('cleared');
  await wereShown([alice, bob], call, [accepted, ringing, {status: 'cleared', cause: 'cancelled'}, removed]);
  await couldRead([alice, bob], call);
});

test('unreachable: a mapped user whose phone is not registered', async ({office}) => {
  const room = await office.open();
  const {alice, bob, dave} = room;
  await dave.page.evaluate(() => attendee.phone.unregister());
  const call = await room.calls(dave.userId);
  await wereShown([alice, bob], call, [
    accepted,
    {status: 'rejected', cause: 'unavailable', code: 480},
    removed,
  ]);
  await couldRead([alice, bob], call);
  await dave.register();
});

test('invalid, or not allowed: who asked is told, and nobody is shown a phone', async ({office}) => {
  const {all, alice, bob, dave} = await office.open();
  expect(await alice.dialOut('+41 1')).toEqual({code: 'dial-target-invalid', id: ''});
  expect(await alice.dialOut(' ')).toEqual({code: 'dial-target-empty', id: ''});
  expect(await alice.dialOut('nobody')).toEqual({code: 'dial-out-refused', id: ''});
  expect(await bob.dialOut(dave.userId)).toEqual({code: 'dial-out-unavailable', id: ''});
  for (const {page} of all) expect(await page.evaluate(() => attendee.legs)).toEqual({});
});
