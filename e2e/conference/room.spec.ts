import {expect, expectHearing, test} from '../support/room-and-phone.js';

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

test('what somebody shows is seen in the room, and no longer than they show it', async ({
  application,
  roomAndPhone,
  roomGuest,
}) => {
  await application.room('shown');
  const other = await roomGuest('shown', 1000);
  const {page} = await roomAndPhone('alice', {room: 'shown'});
  await page.locator('sidetone-conference').getByRole('button', {name: 'Join', exact: true}).click();
  const picture = page.locator('sidetone-participant video');
  await expect(page.locator('sidetone-participant')).toHaveCount(2);
  await expect(picture).toHaveCount(0);
  await other.page.evaluate(() => guest.show());
  await expect
    .poll(() => picture.evaluate(({videoWidth}: HTMLVideoElement) => videoWidth))
    .toBeGreaterThan(0);
  const played = () => picture.evaluate(({currentTime}: HTMLVideoElement) => currentTime);
  const before = await played();
  await expect.poll(played).toBeGreaterThan(before);
  await other.page.evaluate(() => guest.hide());
  await expect(picture).toHaveCount(0);
  await expect(page.locator('sidetone-participant')).toHaveCount(2);
});

test('a conference that nobody is in listens to nothing of the page’s phone and sound', async ({
  application,
  attend,
}) => {
  await application.room('left');
  const alice = await attend('alice', {room: 'left'});
  await alice.register();
  const inspector = await alice.page.context().newCDPSession(alice.page);
  const listeners = async () => {
    const counts = [];
    for (const expression of ['attendee.phone', 'attendee.audio']) {
      const {result} = await inspector.send('Runtime.evaluate', {expression});
      const objectId = result.objectId ?? '';
      counts.push((await inspector.send('DOMDebugger.getEventListeners', {objectId})).listeners.length);
    }
    return counts;
  };
  const before = await listeners();
  await alice.join();
  const [calls, sound] = await listeners();
  expect(calls).toBeGreaterThan(before[0]!);
  expect(sound).toBeGreaterThan(before[1]!);
  await alice.leave();
  expect(await listeners()).toEqual(before);
  expect(await alice.tries({url: 'ws://127.0.0.1:9', token: 'x'})).toBe('room-unreachable');
  expect(await listeners()).toEqual(before);
});
