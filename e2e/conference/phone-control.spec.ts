import {expect, expectHearing, test, tones} from '../support/attendee.js';
import {holdTone, type Caller} from '../../packages/stack/src/index.js';

/** Numbers at the carrier where somebody answers. */
const [first, second] = ['+41446681830', '+41446681831'] as const;

/** Waits until a telephone hears these people, and no others. */
async function hearsOnly({ears}: Caller, who: readonly number[]): Promise<void> {
  const all = [...Object.values(tones), holdTone];
  await expect
    .poll(() => all.filter((tone) => ears.level(tone) > 0.02), {message: 'what the telephone hears'})
    .toEqual(all.filter((tone) => who.includes(tone)));
}

test('two telephones in the room: digits, mute, hold and hang-up reach the one that is meant', async ({
  application,
  attend,
  answering,
  carrier,
}) => {
  test.setTimeout(120_000);
  await application.room('control');
  const {alice: hers, bob: his, carol: one, dave: other} = tones;
  const alice = await attend('alice', {room: 'control', phoneless: true, rights: {canDialOut: true}});
  const bob = await attend('bob', {room: 'control', phoneless: true, rights: {canControlCalls: true}});
  await Promise.all([alice.join(), bob.join()]);
  const [{id: leg}, {id: otherLeg}] = [await alice.dialOut(first), await alice.dialOut(second)];
  const [phone, otherPhone] = [await answering(first), await answering(second)];
  phone.say(one);
  otherPhone.say(other);
  const room = [alice, bob];
  const everybody = {alice: ['bob', 'carol', 'dave'], bob: ['alice', 'carol', 'dave']} as const;
  const withoutOne = {alice: ['bob', 'dave'], bob: ['alice', 'dave']} as const;
  await expectHearing(room, everybody);
  await hearsOnly(phone, [hers, his, other]);

  await test.step('digits', async () => {
    expect(await alice.asks(leg, 'sendDtmf', '159#')).toBe('ok');
    await expect.poll(() => carrier.stack.ari.digits(phone.channelId)).toBe('159#');
    expect(carrier.stack.ari.digits(otherPhone.channelId)).toBe('');
  });

  await test.step('its microphone', async () => {
    expect(await alice.asks(leg, 'mute', 'microphone')).toBe('ok');
    await expectHearing(room, withoutOne);
    await hearsOnly(otherPhone, [hers, his]);
    await hearsOnly(phone, [hers, his, other]);
    for (const {page} of room) {
      const muted = (id: string) => page.evaluate((of) => attendee.leg(of).muted, id);
      await expect.poll(() => muted(leg)).toBe('microphone');
      expect(await muted(otherLeg)).toBe('none');
    }
    expect(await alice.asks(leg, 'mute', 'none')).toBe('ok');
    await expectHearing(room, everybody);
  });

  await test.step('hold, and back, by somebody who may control the phones of others', async () => {
    expect(await bob.asks(leg, 'hold')).toBe('ok');
    await hearsOnly(phone, [holdTone]);
    await expectHearing(room, withoutOne);
    await hearsOnly(otherPhone, [hers, his]);
    expect(await bob.asks(leg, 'resume')).toBe('ok');
    await hearsOnly(phone, [hers, his, other]);
    await hearsOnly(otherPhone, [hers, his, one]);
    await expectHearing(room, everybody);
  });

  await test.step('not by somebody who may not', async () => {
    const erin = await attend('erin', {room: 'control', phoneless: true});
    await erin.join();
    await expectHearing([erin], {erin: ['alice', 'bob', 'carol', 'dave']});
    for (const request of ['sendDtmf', 'mute', 'hold', 'hangup'] as const)
      expect(await erin.asks(leg, request, request === 'mute' ? 'both' : '1'), request).toBe('leg-refused');
    expect(await erin.page.evaluate((id) => attendee.leg(id).controllable, leg)).toBe(false);
    expect(await bob.page.evaluate((id) => attendee.leg(id).controllable, leg)).toBe(true);
    await expectHearing([erin], {erin: ['alice', 'bob', 'carol', 'dave']});
    expect(carrier.stack.ari.digits(phone.channelId)).toBe('159#');
  });

  await test.step('hang-up', async () => {
    expect(await bob.asks(leg, 'hangup')).toBe('ok');
    await phone.hungUp();
    await expectHearing(room, {alice: ['bob', 'dave', 'erin'], bob: ['alice', 'dave', 'erin']});
  });
});
