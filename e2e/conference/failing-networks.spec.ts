import {expect, expectHearing, test} from '../support/attendee.js';

test('LiveKit restarts while the call lives, and the way to Asterisk is cut while the room lives', async ({
  application,
  attend,
  stack,
}) => {
  test.setTimeout(180_000);
  await application.room('shaky');
  const alice = await attend('alice', {room: 'shaky'});
  const bob = await attend('bob', {room: 'shaky', phoneless: true});
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
    await alice.page.evaluate(() => attendee.cut(''));
    await alice.page.waitForFunction(() => attendee.phone.registration === 'registered', undefined, {
      timeout: 45_000,
    });
    expect(await alice.page.evaluate(() => attendee.states)).toEqual([
      'joining',
      'joined',
      'reconnecting',
      'joined',
    ]);
    // The call can still be controlled: its end reaches the caller.
    await alice.hangup();
    await carol.callIs('cleared');
    await expectHearing(all, {alice: ['bob'], bob: ['alice']});
  });
});
