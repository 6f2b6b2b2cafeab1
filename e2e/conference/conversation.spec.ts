import {expect, expectHearing, expectOnce, meet, test} from '../support/attendee.js';

test('a call during the conference: answered, held, swapped, taken into the room, and out again', async ({
  application,
  attend,
}) => {
  test.slow();
  const {alice, bob, carol, all} = await meet({application, attend}, 'weekly');
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
  await expectOnce(alice, ['bob', 'carol']);
  await expectOnce(bob, ['alice', 'carol']);
  await expectOnce(carol, ['alice', 'bob']);

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
    await dave.sees([{name: 'Alice'}, {name: 'Bob'}, {name: carol.userId, kind: 'phone'}]);
    await dave.page.evaluate(() => attendee.conference.leave());
    await expectHearing(all, {carol: ['alice', 'bob']});
  });

  // For the room, the call and the mix of both.
  expect(await alice.page.evaluate(() => attendee.captures)).toBe(1);

  await alice.page.evaluate(() => attendee.conference.takeOut(attendee.call()));
  await expectHearing(all, {alice: ['carol'], bob: [], carol: ['alice']});
  await bob.sees([{name: 'Alice', away: true}]);
  await carol.hangup();
  await expectHearing(all, {alice: ['bob'], bob: ['alice']});
});

test('while a call talks, a room that is ducked is heard 20 dB down, and does not hear this person', async ({
  application,
  attend,
}) => {
  test.slow();
  await application.room('faint');
  const alice = await attend('alice', {room: 'faint', whileAway: 'ducked'});
  const bob = await attend('bob', {room: 'faint', phoneless: true});
  const carol = await attend('carol');
  await Promise.all([alice.register(), carol.register(), alice.join(), bob.join()]);
  await expectOnce(alice, ['bob']);
  await carol.dial(alice.userId);
  await alice.callIs('ringing');
  await alice.answer();
  await expectHearing([bob, carol], {bob: [], carol: ['alice']});
  await expectOnce(alice, ['carol']);
  const down = async () => {
    const {bob: faint, carol: near} = await alice.levels();
    return Math.abs(near - faint - 20) < 3 ? 'about 20 dB' : `${near - faint} dB`;
  };
  await expect.poll(down, {message: 'how far down the room is'}).toBe('about 20 dB');
  await bob.sees([{name: 'Alice', away: true, muted: true}]);
  await carol.hangup();
  await expectOnce(alice, ['bob']);
});

test('a second caller while one is in the room: who is in the room waits, and is back with it', async ({
  application,
  attend,
}) => {
  test.slow();
  const {alice, bob, carol} = await meet({application, attend}, 'double');
  const dave = await attend('dave');
  await dave.register();
  const all = [alice, bob, carol, dave];
  const together = {
    alice: ['bob', 'carol'],
    bob: ['alice', 'carol'],
    carol: ['alice', 'bob'],
    dave: [],
  } as const;
  const aside = {alice: ['dave'], bob: [], carol: [], dave: ['alice']} as const;
  await carol.reaches(alice);
  await alice.bringIn('page');
  await expectHearing(all, together);

  await dave.reaches(alice);
  await expectHearing(all, aside);
  await alice.swap();
  await expectHearing(all, together);
  await alice.swap();
  await expectHearing(all, aside);
  await dave.hangup();
  await expectHearing(all, together);

  await test.step('stepped out, this person is heard by nobody there', async () => {
    await alice.page.evaluate(() => attendee.conference.hold());
    await expectHearing(all, {bob: ['carol'], carol: ['bob']});
    await alice.page.evaluate(() => attendee.conference.resume());
    await expectHearing(all, {bob: ['alice', 'carol'], carol: ['alice', 'bob']});
  });
});
