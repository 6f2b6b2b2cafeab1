import {expectHearing, expectOnce, test} from '../support/attendee.js';

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

  await alice.page.evaluate(() => attendee.conference.takeOut(attendee.call()));
  await expectHearing(all, {alice: ['carol'], bob: [], carol: ['alice']});
  await bob.sees([{name: 'Alice', away: true}]);
  await carol.hangup();
  await expectHearing(all, {alice: ['bob'], bob: ['alice']});
});
