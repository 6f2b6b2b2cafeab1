import {RoomServiceClient} from 'livekit-server-sdk';
import {type Attendee, expect, expectHearing, meet, test as base} from '../support/attendee.js';

/** With a bridge of its own process, which can die alone. */
const test = base.extend<{livekit: RoomServiceClient}>({
  gatewayOptions: [async ({gatewayOptions}, use) => use({...gatewayOptions, bridges: 1}), {scope: 'worker'}],

  livekit: async ({stack}, use) => {
    const {url, apiKey, apiSecret} = stack.addresses.livekit!;
    await use(new RoomServiceClient(url.replace(/^ws/, 'http'), apiKey, apiSecret));
  },
});

const everybody = {alice: ['bob', 'carol'], bob: ['alice', 'carol'], carol: ['alice', 'bob']} as const;

const hand = ({page}: Attendee) =>
  page.evaluate(() => attendee.outcome(() => attendee.conference.hand(attendee.call())));

const refused = {
  code: 'bring-in-failed',
  message: expect.stringMatching(/^The call could not be taken into the room\. It goes on as it was\./),
};

test('the bridge is dead when a call shall be handed to the server: it goes on through the page, which says so', async ({
  application,
  attend,
  stack,
}) => {
  test.setTimeout(180_000);
  const {alice, bob, carol, all} = await meet({application, attend}, 'bridgeless');
  await carol.reaches(alice);
  await alice.bringIn('page');
  await expectHearing(all, everybody);
  await stack.stopBridge(0, {kill: true});
  expect(await hand(alice)).toEqual(refused);
  await expectHearing(all, everybody);
  await bob.sees([{name: 'Alice'}, {kind: 'phone', via: 'page', number: carol.userId}]);

  await stack.startBridge(0);
  // The gateway looks for it again every two seconds.
  await expect(async () => expect(await hand(alice)).toMatchObject({code: 'ok'})).toPass({timeout: 30_000});
  await expectHearing(all, everybody);
  await bob.sees([{name: 'Alice'}, {kind: 'phone', via: 'server', number: carol.userId}]);
});

test('a lane that nobody takes: its place in the room is given up, the call goes on, and the next lane is good', async ({
  application,
  attend,
  livekit,
}) => {
  test.setTimeout(180_000);
  const {alice, bob, carol, all} = await meet({application, attend}, 'untaken');
  await carol.reaches(alice);
  await alice.bringIn('page');
  await expectHearing(all, everybody);

  // The gateway's answer is lost on its way to the page.
  await alice.page.route(
    '**/v1/rooms/untaken/lanes',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    {times: 1},
  );
  const inTheRoom = async () => (await livekit.listParticipants('untaken')).length;
  expect(await inTheRoom()).toBe(2);
  expect(await hand(alice)).toEqual(refused);
  expect(await inTheRoom(), 'with the place that is kept').toBe(3);
  await bob.sees([{name: 'Alice'}, {kind: 'phone', via: 'page', number: carol.userId}]);
  await expect.poll(inTheRoom, {message: 'the place is given up', timeout: 30_000}).toBe(2);
  await expectHearing(all, everybody);

  expect(await hand(alice)).toMatchObject({code: 'ok'});
  await expectHearing(all, everybody);
  await bob.sees([{name: 'Alice'}, {kind: 'phone', via: 'server', number: carol.userId}]);
});
