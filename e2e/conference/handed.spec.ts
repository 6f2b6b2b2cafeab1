import {expect, expectHearing, expectOnce, meet, test} from '../support/attendee.js';
import {bothEngines} from '../support/both-engines.js';

test(
  'a call mixed in here is handed to the server while people talk, and stays when the browser is closed',
  {tag: bothEngines},
  async ({application, attend}) => {
    test.slow();
    const {alice, bob, carol, all} = await meet({application, attend}, 'lasting');
    await carol.reaches(alice);
    await alice.bringIn('page');
    const everybody = {alice: ['bob', 'carol'], bob: ['alice', 'carol'], carol: ['alice', 'bob']} as const;
    await expectHearing(all, everybody);

    // Alone with each other, so that each one's silence is the other's.
    await alice.page.evaluate(async () => {
      await attendee.conference.mute(true);
      attendee.call().mute(true);
    });
    await expectHearing(all, {bob: ['carol'], carol: ['bob']});
    await alice.page.evaluate(async () => void (await attendee.conference.hand(attendee.call())));
    await expectHearing(all, {bob: ['carol'], carol: ['bob']});
    // How long it was silent is measured by the bench of the hand-over.
    await alice.page.evaluate(() => attendee.conference.mute(false));
    await expectHearing(all, everybody);
    await expectOnce(alice, ['bob', 'carol']);
    await expectOnce(bob, ['alice', 'carol']);
    await expectOnce(carol, ['alice', 'bob']);
    await bob.sees([
      {name: 'Alice', kind: 'person', away: false},
      {kind: 'phone', via: 'server', number: carol.userId, status: 'connected'},
    ]);
    expect(await alice.page.evaluate(() => attendee.call().status)).toBe('cleared');
    expect(await alice.page.evaluate(() => attendee.conference.broughtIn)).toEqual([]);

    await alice.page.close();
    await expectHearing(all.slice(1), {bob: ['carol'], carol: ['bob']});
    await carol.hangup();
    await expectHearing([bob], {bob: []});
  },
);

test(
  'a held call goes to the server at once; a person whose own phone is in the room is heard once',
  {tag: bothEngines},
  async ({application, attend, gatewayAddress}) => {
    test.slow();
    const {pin, alice, bob, carol, all} = await meet({application, attend}, 'both');
    await carol.reaches(alice);
    await alice.swap();
    await alice.callIs('held');
    await alice.bringIn('server');
    await expectHearing(all, {alice: ['bob', 'carol'], bob: ['alice', 'carol'], carol: ['alice', 'bob']});
    await carol.hangup();
    await bob.sees([{name: 'Alice'}]);

    await alice.dial(gatewayAddress.roomNumber);
    await alice.callIs('connected');
    await alice.page.evaluate((digits) => attendee.call().sendDtmf(digits), pin);
    await alice.page.waitForFunction(() => attendee.conference.ownPhone !== undefined);
    await bob.sees([
      {name: 'Alice', muted: true},
      {kind: 'phone', via: 'server', number: alice.userId},
    ]);
    await expectHearing(all, {alice: ['bob'], bob: ['alice']});
    await Promise.all([expectOnce(alice, ['bob']), expectOnce(bob, ['alice'])]);
    await alice.hangup();
    await bob.sees([{name: 'Alice', muted: false, away: false}]);
    await expectHearing(all, {alice: ['bob'], bob: ['alice']});
  },
);
