import {alone} from '../support/alone.js';
import {expect, expectHearing, test, tones, type Attendee} from '../support/room-and-phone.js';
import type {GatewayPhone} from '../support/gateway.js';

test.describe.configure({timeout: 120_000});

// A browser that has to wait for a processor sends its digits unevenly: these are alone.

/** Alice is in the room by phone alone, heard there, and hears it. */
async function talkByPhone(alice: GatewayPhone, bob: Attendee): Promise<void> {
  // A greeting, a PIN digit by digit, and the way into the room.
  await bob.sees([{kind: 'phone', via: 'server', number: alice.user}], {timeout: 45_000});
  await expectHearing([bob], {bob: ['alice']});
  await alice.hears(tones.bob);
}

test(
  'number and PIN as the gateway knows them; one press, and the phone is in the room',
  alone,
  async ({application, attend, roomAndPhone}) => {
    const {numbers, pin, pinGrouped} = await application.room('called');
    const bob = await attend('bob', {room: 'called', phoneless: true});
    const [alice] = await Promise.all([roomAndPhone('alice', {room: 'called'}), bob.join()]);
    const conference = alice.page.locator('sidetone-conference');
    await conference.getByRole('button', {name: 'Join by phone'}).click();
    const sheet = conference.locator('sidetone-dial-in');
    const [number] = numbers;
    await expect(sheet.locator('[part=number]')).toHaveText(number!.international);
    await expect(sheet.locator('[part=number]')).toHaveAttribute('href', `tel:${number!.e164},,${pin}#`);
    await expect(sheet.locator('[part=pin]')).toContainText(pinGrouped);
    await sheet.getByRole('button', {name: 'Join by phone'}).click();
    await talkByPhone(alice, bob);
  },
);

test(
  'the PIN typed into the softphone: a wrong one is refused, the right one leads into the room',
  alone,
  async ({application, attend, roomAndPhone}) => {
    const {pin} = await application.room('typed');
    const bob = await attend('bob', {room: 'typed', phoneless: true});
    const [alice] = await Promise.all([roomAndPhone('alice', {room: 'typed', typesPin: true}), bob.join()]);
    await alice.button('Join by phone').click();
    const field = alice.phone.locator('sidetone-pin-entry input');
    await expect(field).toBeEnabled();
    await alice.hearsPrompt('pin');
    await field.focus();
    await alice.page.keyboard.type(`${pin.startsWith('1') ? '2' : '1'}${pin.slice(1)}#`);
    await alice.hearsPrompt('wrong');
    await bob.sees([]);
    await alice.page.keyboard.type(pin);
    await alice.page.keyboard.press('Enter');
    await talkByPhone(alice, bob);
  },
);

test(
  'the way to Asterisk is cut while the PIN is typed: the call lives, and leads into the room',
  alone,
  async ({application, attend, gatewayAddress, stack}) => {
    const {pin} = await application.room('cut');
    const bob = await attend('bob', {room: 'cut', phoneless: true});
    const alice = await attend('alice');
    await Promise.all([alice.register(), bob.join()]);
    await alice.dial(gatewayAddress.roomNumber);
    await alice.callIs('connected');
    const type = (digits: string) => alice.page.evaluate((keys) => attendee.call().sendDtmf(keys), digits);
    await type(pin.slice(0, 4));
    await alice.page.evaluate((address) => attendee.cut(address), stack.addresses.asterisk.wss);
    await alice.page.waitForFunction(() => attendee.phone.registration !== 'registered');
    await type(pin.slice(4));
    await bob.sees([{kind: 'phone', number: alice.userId}]);
    await expectHearing([alice, bob], {alice: ['bob'], bob: ['alice']});
    await alice.page.evaluate(() => attendee.mend());
    await alice.page.waitForFunction(() => attendee.phone.registration === 'registered');
    await alice.hangup();
    await bob.sees([]);
  },
);

test(
  'a bad connection: who stays by phone has left the room with the browser, and goes on talking',
  alone,
  async ({application, attend, roomAndPhone: open}) => {
    await application.room('weak');
    const bob = await attend('bob', {room: 'weak', phoneless: true});
    const [alice] = await Promise.all([open('alice', {room: 'weak'}), bob.join()]);
    const conference = alice.page.locator('sidetone-conference');
    await conference.getByRole('button', {name: 'Join', exact: true}).click();
    await bob.sees([{name: 'alice', kind: 'person'}]);
    await expectHearing([bob], {bob: ['alice']});
    await alice.page.evaluate(() => roomAndPhone.weaken());
    await conference.getByRole('button', {name: 'Stay by phone'}).click();
    await talkByPhone(alice, bob);
    await expect(conference.getByText('You are in the room by phone.')).toBeVisible();
  },
);
