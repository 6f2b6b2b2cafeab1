import {expect, expectHearing, test, type Attendee, type Name} from '../support/attendee.js';

/** How loud everybody speaks, dBFS. */
const said = -20;
/** How far below the others one's own voice has to be, dB. */
const leak = 60;

/** A tone that is heard once is as loud as it was said; twice, it would be 6 dB louder. */
const [quietest, loudest] = [-24, -16.5];

/** Waits until these are heard once each by this person, and nothing of their own. */
async function hearsOnce(listener: Attendee, others: readonly Name[]): Promise<void> {
  const verdict = async () => {
    const levels = await listener.levels();
    const once = others.filter((name) => levels[name] > quietest && levels[name] < loudest);
    return {once, own: levels[listener.name] < said - leak ? 'not heard' : levels[listener.name]};
  };
  await expect
    .poll(verdict, {message: `${listener.name} hears the others once, and not themself`})
    .toEqual({once: others, own: 'not heard'});
}

test('a call during the conference: answered, held, swapped, taken into the room, and out again', async ({
  application,
  attend,
}) => {
  test.slow();
  await application.room('weekly');
  const alice = await attend('alice', {room: 'weekly'});
  const bob = await attend('bob', {room: 'weekly', phoneless: true});
  const carol = await attend('carol');
  const all = [alice, bob, carol];
  await Promise.all([alice.register(), carol.register(), alice.join(), bob.join()]);
  await expectHearing(all, {alice: ['bob'], bob: ['alice'], carol: []});

  await carol.dial(alice.userId);
  await alice.callIs('ringing');
  await alice.answer();
  await expectHearing(all, {alice: ['carol'], bob: [], carol: ['alice']});
  await bob.sees([{name: 'Alice', away: true, muted: true}]);

  await alice.swap();
  await expectHearing(all, {alice: ['bob'], bob: ['alice'], carol: []});
  await bob.sees([{name: 'Alice', away: false, muted: false}]);
  await alice.swap();
  await expectHearing(all, {alice: ['carol'], bob: [], carol: ['alice']});

  await alice.bringIn('page');
  await expectHearing(all, {alice: ['bob', 'carol'], bob: ['alice', 'carol'], carol: ['alice', 'bob']});
  await bob.sees([
    {name: 'Alice', kind: 'person', away: false, muted: false},
    {name: carol.userId, kind: 'phone', via: 'page', number: carol.userId, hostId: alice.userId},
  ]);
  await hearsOnce(alice, ['bob', 'carol']);
  await hearsOnce(bob, ['alice', 'carol']);
  await hearsOnce(carol, ['alice', 'bob']);

  await test.step('each mute is of the one that it names', async () => {
    await alice.page.evaluate(() => attendee.conference.mute(true));
    await expectHearing(all, {alice: ['bob', 'carol'], bob: ['carol'], carol: ['alice', 'bob']});
    await alice.page.evaluate(() => attendee.conference.mute(false));
    await alice.page.evaluate(() => attendee.call().mute(true));
    await expectHearing(all, {alice: ['bob', 'carol'], bob: ['alice', 'carol'], carol: ['bob']});
    await alice.page.evaluate(() => attendee.call().mute(false));
  });

  await test.step('who comes later hears the caller, and is heard', async () => {
    const dave = await attend('dave', {room: 'weekly', phoneless: true});
    await dave.join();
    await expectHearing([dave, carol], {dave: ['alice', 'bob', 'carol'], carol: ['alice', 'bob', 'dave']});
    await dave.sees([{name: 'Alice'}, {name: carol.userId, kind: 'phone'}, {name: 'Bob'}]);
    await dave.page.evaluate(() => attendee.conference.leave());
    await expectHearing(all, {carol: ['alice', 'bob']});
  });

  await alice.page.evaluate(() => attendee.conference.takeOut(attendee.call()));
  await expectHearing(all, {alice: ['carol'], bob: [], carol: ['alice']});
  await bob.sees([{name: 'Alice', away: true}]);
  await carol.hangup();
  await expectHearing(all, {alice: ['bob'], bob: ['alice']});
});
