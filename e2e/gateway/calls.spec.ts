import type {CallEntry} from '../../packages/gateway/src/calls/call-entry.js';
import {holdTone} from '../../packages/stack/src/index.js';
import {expect, test, type GatewayPhone} from '../support/two-languages.js';

/** Dials the rooms' number and types the PIN over the prompt. */
async function enter(phone: GatewayPhone, number: string, pin: string): Promise<void> {
  await phone.isReady();
  await phone.dial(number);
  await phone.hearsPrompt('pin');
  await phone.press(`${pin}#`);
}

test('two phones in one room: mute, hold, digits and hang-up by HTTP reach the one that is named', async ({
  application,
  gatewayAddress,
  softphone,
  roomGuest,
  stack,
}) => {
  test.setTimeout(180_000);
  const {pin} = await application.room('control');
  const guest = await roomGuest('control', 1000);
  const peggy = await softphone('701', 440);
  const rupert = await softphone('702', 1630);
  await enter(peggy, gatewayAddress.roomNumber, pin);
  await enter(rupert, gatewayAddress.roomNumber, pin);
  await guest.phones(2);
  // LiveKit knows of a phone a moment before the gateway calls it connected.
  let connected: (CallEntry | undefined)[] = [];
  await expect
    .poll(async () => {
      const {calls} = await application.request<{calls: CallEntry[]}>('GET', '/v1/rooms/control/calls');
      connected = ['701', '702'].map((number) => calls.find((call) => call.number === number));
      return connected.map((call) => call?.status);
    })
    .toEqual(['connected', 'connected']);
  const [hers, his] = connected as [CallEntry, CallEntry];
  expect(hers).toMatchObject({direction: 'incoming', status: 'connected', owner: '701'});
  const post = (what: string, body: object = {}) =>
    application.request<CallEntry>('POST', `/v1/calls/${hers.callid}/${what}`, body);

  await guest.hears(hers.identity, 440);
  await post('mute', {what: 'microphone'});
  await guest.hearsNoMore(hers.identity, 440);
  await guest.hears(his.identity, 1630);
  await peggy.hearsToo(1000);
  await post('mute', {what: 'speaker'});
  await guest.hears(hers.identity, 440);
  await peggy.hearsNoMore(1000);
  await rupert.hearsToo(1000);
  await post('mute', {what: 'none'});
  await peggy.hearsToo(1000);

  expect(await post('hold', {held: true})).toMatchObject({status: 'held'});
  await peggy.hears(holdTone);
  await guest.hearsNoMore(hers.identity, 440);
  await rupert.hearsToo(1000);
  await rupert.hearsNoMore(holdTone);
  expect(await post('hold', {held: false})).toMatchObject({status: 'connected'});
  await guest.hears(hers.identity, 440);

  // As tones in the sound, so that a browser hears them: 5 is 770 Hz and 1336 Hz.
  for (const {id} of await stack.ari.channels())
    await stack.ari
      .request('POST', `/channels/${id}/variable`, {variable: 'PJSIP_DTMF_MODE()', value: 'inband'})
      .catch(() => undefined); // the bridge's own channels, which are no telephones
  await post('dtmf', {digits: '5'.repeat(100)});
  await peggy.hearsToo(1336);
  await rupert.hearsNoMore(1336);
  await peggy.hearsToo(1336);

  expect(await post('hangup')).toMatchObject({status: 'cleared', cause: 'hung-up'});
  await expect(peggy.button('Hang up')).toBeHidden();
  await guest.phones(1);
  await guest.hears(his.identity, 1630);
  await rupert.hearsToo(1000);
});
