import {expect, expectHearing, meet, test, tones} from '../support/attendee.js';

test('LiveKit restarts while the call lives, and the way to Asterisk is cut while the room lives', async ({
  application,
  attend,
  stack,
}) => {
  test.setTimeout(180_000);
  const {alice, bob, carol, all} = await meet({application, attend}, 'shaky');
  await carol.reaches(alice);
  await alice.bringIn('page');
  const everybody = {alice: ['bob', 'carol'], bob: ['alice', 'carol'], carol: ['alice', 'bob']} as const;
  await expectHearing(all, everybody);

  await test.step('LiveKit', async () => {
    await stack.stopLiveKit({kill: true});
    await alice.conferenceIs('reconnecting');
    await expectHearing(all, {alice: ['carol'], carol: ['alice']});
    await stack.startLiveKit();
    await Promise.all([alice.conferenceIs('joined'), bob.conferenceIs('joined')]);
    await expectHearing(all, everybody);
    await bob.sees([{name: 'Alice'}, {name: carol.userId, kind: 'phone', via: 'page', number: carol.userId}]);
    expect(await alice.page.evaluate(() => attendee.call().status)).toBe('connected');
  });

  await test.step('Asterisk', async () => {
    await alice.page.evaluate((address) => attendee.cut(address), stack.addresses.asterisk.wss);
    await alice.page.waitForFunction(() => attendee.phone.registration !== 'registered');
    await expectHearing(all, everybody);
    await alice.page.evaluate(() => attendee.mend());
    await alice.page.waitForFunction(() => attendee.phone.registration === 'registered');
    // LiveKit's client may need several tries.
    const states = await alice.page.evaluate(() => attendee.states.join(' '));
    expect(states).toMatch(/^joining joined( reconnecting joined)+$/);
    // The call can still be controlled: its end reaches the caller.
    await alice.hangup();
    await carol.callIs('cleared');
    await expectHearing(all, {alice: ['bob'], bob: ['alice']});
  });
});

test('LiveKit is killed while one phone rings and another is connected: both are as they were', async ({
  application,
  attend,
  answering,
  stack,
}) => {
  test.setTimeout(180_000);
  await application.room('struck');
  const alice = await attend('alice', {room: 'struck', phoneless: true, rights: {canDialOut: true}});
  const bob = await attend('bob', {room: 'struck', phoneless: true});
  const dave = await attend('dave');
  await Promise.all([alice.join(), bob.join(), dave.register()]);
  const number = '+41446681840';
  const {id: talking} = await alice.dialOut(number);
  const phone = await answering(number);
  phone.say(tones.carol);
  const {id: calling} = await alice.dialOut(dave.userId);
  await dave.callIs('ringing');
  const room = [alice, bob];
  const shows = async (id: string, status: string) => {
    for (const {page, name} of room)
      await expect
        .poll(
          () => page.evaluate((of) => attendee.conference.legs.find((leg) => leg.id === of)?.status, id),
          {
            message: `what ${name} is shown`,
            timeout: 30_000,
          },
        )
        .toBe(status);
  };
  await shows(talking, 'connected');
  await shows(calling, 'ringing');

  await stack.stopLiveKit({kill: true});
  await Promise.all(room.map((one) => one.conferenceIs('reconnecting')));
  await stack.startLiveKit();
  await Promise.all(room.map((one) => one.conferenceIs('joined')));
  await shows(talking, 'connected');
  await shows(calling, 'ringing');
  await expectHearing(room, {alice: ['bob', 'carol'], bob: ['alice', 'carol']});
  await phone.ears.hears(tones.alice);
  await dave.answer();
  await shows(calling, 'connected');
  await expectHearing([...room, dave], {
    alice: ['bob', 'carol', 'dave'],
    bob: ['alice', 'carol', 'dave'],
    dave: ['alice', 'bob', 'carol'],
  });
});

test('the way to Asterisk is cut while a call is handed over: refused, it goes on here, and can be handed later', async ({
  application,
  attend,
  stack,
}) => {
  test.setTimeout(180_000);
  await application.room('torn');
  const alice = await attend('alice', {room: 'torn'});
  const bob = await attend('bob', {room: 'torn', phoneless: true});
  const carol = await attend('carol');
  const all = [alice, bob, carol];
  await Promise.all([alice.register(), carol.register(), alice.join(), bob.join()]);
  await carol.dial(alice.userId);
  await alice.callIs('ringing');
  await alice.answer();
  await alice.callIs('connected');
  await alice.bringIn('page');
  const everybody = {alice: ['bob', 'carol'], bob: ['alice', 'carol'], carol: ['alice', 'bob']} as const;
  await expectHearing(all, everybody);

  // The lane is there; the request to go there cannot leave.
  await alice.page.route(
    '**/v1/rooms/torn/lanes',
    async (route) => {
      await alice.page.evaluate((address) => attendee.cut(address), stack.addresses.asterisk.wss);
      await route.continue();
    },
    {times: 1},
  );
  const hand = () =>
    alice.page.evaluate(() => attendee.outcome(() => attendee.conference.hand(attendee.call())));
  expect((await hand()).code).toBe('bring-in-failed');
  await expectHearing(all, everybody);
  await alice.page.evaluate(() => attendee.mend());
  await alice.page.waitForFunction(() => attendee.phone.registration === 'registered');
  expect((await hand()).code).toBe('ok');
  await expectHearing(all, everybody);
  await bob.sees([{name: 'Alice'}, {kind: 'phone', via: 'server', status: 'connected'}]);
});
