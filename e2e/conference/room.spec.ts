import {expect, expectHearing, test} from '../support/attendee.js';

test('registered by autocreate and in the room at the same time: two browsers hear each other', async ({
  application,
  attend,
  sql,
}) => {
  await application.room('daily');
  const alice = await attend('alice', {room: 'daily'});
  const bob = await attend('bob', {room: 'daily', phoneless: true});
  await alice.register();
  await Promise.all([alice.join(), bob.join()]);
  expect(
    await sql('select sip_user from sip_user_mappings where peer_str_id = $1', [alice.userId]),
  ).toHaveLength(1);
  expect(await alice.page.evaluate(() => attendee.phone.registration)).toBe('registered');
  await expectHearing([alice, bob], {alice: ['bob'], bob: ['alice']});
  await alice.sees([{name: 'Bob', kind: 'person', muted: false, away: false, speaking: true}]);
  expect(await alice.page.evaluate(() => attendee.states)).toEqual(['joining', 'joined']);
});
