import {RoomServiceClient} from 'livekit-server-sdk';
import {holdTone} from '../../packages/stack/src/index.js';
import {bothEngines} from '../support/both-engines.js';
import {expect, spokenAt, test, type GatewayPhone} from '../support/two-languages.js';

for (const {language, caller} of [
  {language: 'en', caller: '601'},
  {language: 'de', caller: '611'},
] as const)
  test(
    `a browser dials the number that speaks "${language}", errs, types the PIN, and phone and room hear each other`,
    {tag: bothEngines},
    async ({application, softphone, roomGuest}) => {
      test.slow();
      const number = spokenAt[language];
      const room = `standup-${language}`;
      const {pin} = await application.room(room);
      const guest = await roomGuest(room, 1000);
      const ivan = await softphone(caller, 440);
      await ivan.isReady();
      await ivan.dial(number);
      await ivan.hearsPrompt('welcome', language);
      await ivan.hearsPrompt('pin', language);
      await ivan.press(`${pin.startsWith('1') ? '2' : '1'}${pin.slice(1)}`);
      await ivan.hearsPrompt('wrong', language);
      await ivan.press(`${pin}#`);
      const [phone] = await guest.phones(1);
      expect(phone?.attributes).toMatchObject({
        'sip.phoneNumber': caller,
        'sip.trunkPhoneNumber': number.replaceAll(' ', ''),
        'sip.callStatus': 'active',
      });
      await guest.hears(phone!.identity, 440);
      await ivan.hears(1000);
      await expect(ivan.page.getByRole('heading', {name: number})).toBeVisible();
    },
  );

/** Dials the rooms' number and types the PIN over the prompt. */
async function enter(phone: GatewayPhone, number: string, pin: string): Promise<void> {
  await phone.isReady();
  await phone.dial(number);
  await phone.hearsPrompt('pin');
  // Its last digit submits it; the "#" that people press all the same is not the room's.
  await phone.press(`${pin}#`);
}

test('a phone is first in the room: it hears music until somebody comes', async ({
  application,
  gatewayAddress,
  softphone,
  roomGuest,
}) => {
  test.slow();
  const {pin} = await application.room('early');
  const olivia = await softphone('602', 440);
  await enter(olivia, gatewayAddress.roomNumber, pin);
  await olivia.hears(holdTone);
  const guest = await roomGuest('early', 1000);
  const [phone] = await guest.phones(1);
  await olivia.hears(1000);
  await guest.hears(phone!.identity, 440);
});

test('two phones in one room hear each other and the browser, and the room knows who pressed a key', async ({
  application,
  gatewayAddress,
  softphone,
  roomGuest,
}) => {
  test.slow();
  const {pin} = await application.room('pair');
  const guest = await roomGuest('pair', 1000);
  const peggy = await softphone('603', 440);
  const rupert = await softphone('604', 1630);
  await enter(peggy, gatewayAddress.roomNumber, pin);
  await enter(rupert, gatewayAddress.roomNumber, pin);
  const phones = await guest.phones(2);
  const identityOf = (number: string) =>
    phones.find(({attributes}) => attributes['sip.phoneNumber'] === number)?.identity ?? '';
  await guest.hears(identityOf('603'), 440);
  await guest.hears(identityOf('604'), 1630);
  await peggy.hearsToo(1630);
  await rupert.hearsToo(440);
  await peggy.press('7');
  await expect.poll(() => guest.digits()).toEqual([`${identityOf('603')}:7`]);
});

test('the room ends: the caller is told, and its PIN leads nowhere', async ({
  application,
  gatewayAddress,
  softphone,
  roomGuest,
  stack,
}) => {
  test.slow();
  const {pin} = await application.room('brief');
  const guest = await roomGuest('brief', 1000);
  const sybil = await softphone('605', 440);
  await enter(sybil, gatewayAddress.roomNumber, pin);
  await guest.phones(1);
  const {url, apiKey, apiSecret} = stack.addresses.livekit!;
  await new RoomServiceClient(url.replace(/^ws/, 'http'), apiKey, apiSecret).deleteRoom('brief');
  await sybil.hearsPrompt('ended');
  await expect
    .poll(async () => (await application.request<{status: string}>('GET', '/v1/rooms/brief')).status)
    .toBe('closed');
  await expect(sybil.button('Hang up')).toBeHidden();
  await enter(sybil, gatewayAddress.roomNumber, pin);
  await sybil.hearsPrompt('wrong');
});

test('LiveKit goes down and comes back: the caller stays on the line, and is in the room again', async ({
  application,
  gatewayAddress,
  softphone,
  roomGuest,
  stack,
}) => {
  test.setTimeout(120_000);
  const {pin} = await application.room('lasting');
  const trent = await softphone('606', 440);
  await enter(trent, gatewayAddress.roomNumber, pin);
  await trent.hears(holdTone);
  await stack.stopLiveKit({kill: true});
  await stack.startLiveKit();
  const guest = await roomGuest('lasting', 1000);
  await expect.poll(() => guest.count(), {timeout: 60_000}).toBe(1);
  const [phone] = await guest.phones(1);
  await guest.hears(phone!.identity, 440);
  await trent.hears(1000);
});
