import {expect, expectHearing, test, type Attendee} from '../support/attendee.js';

/** Calls somebody into the room. Resolves with `'ok'`, or the code of the refusal. */
async function dialOut(from: Attendee, target: string): Promise<string> {
  const {code} = await from.page.evaluate(
    (to) => attendee.outcome(() => attendee.conference.dialOut(to)),
    target,
  );
  return code;
}

/** Asks something of the leg of this number. */
async function ask(
  who: Attendee,
  number: string,
  request: 'hangup' | 'hold' | 'resume' | 'muteSpeaker' | 'unmute',
): Promise<string> {
  const {code} = await who.page.evaluate(
    ([wanted, what]) =>
      attendee.outcome(() => {
        const leg = attendee.conference.legs.find((one) => one.number === wanted && !one.ended);
        if (what === 'muteSpeaker') return leg?.mute('speaker');
        if (what === 'unmute') return leg?.mute('none');
        return leg?.[what]();
      }),
    [number, request] as const,
  );
  return code;
}

/**
 * Waits until everybody was shown these statuses of a phone, in order. What a room is told is how things stand: of two changes in
 * one moment only the later one may be seen, but never the last.
 */
async function wereShown(all: readonly Attendee[], number: string, statuses: string[]): Promise<void> {
  for (const one of all) {
    const seen = () => one.page.evaluate((of) => attendee.legs[of] ?? [], number);
    const message = `what ${one.name} was shown of ${number}`;
    await expect.poll(async () => (await seen()).at(-1), {message}).toBe(statuses.at(-1));
    const shown = await seen();
    expect(shown, message).toEqual(statuses.filter((status) => shown.includes(status)));
  }
}

test('phones called from the room: the same statuses for all, and each is controlled by itself', async ({
  application,
  attend,
}) => {
  test.setTimeout(150_000);
  await application.room('sales');
  const alice = await attend('alice', {room: 'sales', rights: {canDialOut: true}});
  const bob = await attend('bob', {room: 'sales', phoneless: true});
  const carol = await attend('carol');
  const dave = await attend('dave');
  await Promise.all([alice.join(), bob.join(), carol.register(), dave.register()]);
  const room = [alice, bob];

  await test.step('answered', async () => {
    expect(await dialOut(alice, carol.userId)).toBe('ok');
    await carol.callIs('ringing');
    await wereShown(room, carol.userId, ['accepted', 'ringing']);
    const late = await attend('bob', {room: 'sales', phoneless: true, alias: 'late'});
    await late.join();
    await wereShown([late], carol.userId, ['ringing']);
    await late.page.close();
    await carol.answer();
    await wereShown(room, carol.userId, ['accepted', 'ringing', 'connected']);
    await expectHearing([alice, bob, carol], {
      alice: ['bob', 'carol'],
      bob: ['alice', 'carol'],
      carol: ['alice', 'bob'],
    });
  });

  await test.step('a second one; each is held, muted and hung up by itself', async () => {
    expect(await dialOut(alice, dave.userId)).toBe('ok');
    await dave.callIs('ringing');
    await dave.answer();
    const all = [alice, bob, carol, dave];
    await expectHearing(all, {
      bob: ['alice', 'carol', 'dave'],
      carol: ['alice', 'bob', 'dave'],
      dave: ['alice', 'bob', 'carol'],
    });
    expect(await ask(alice, carol.userId, 'muteSpeaker')).toBe('ok');
    await expectHearing(all, {bob: ['alice', 'carol', 'dave'], carol: [], dave: ['alice', 'bob', 'carol']});
    expect(await ask(alice, carol.userId, 'unmute')).toBe('ok');
    expect(await ask(bob, carol.userId, 'hangup')).toBe('leg-refused');
    expect(await ask(alice, dave.userId, 'hold')).toBe('ok');
    await wereShown(room, dave.userId, ['accepted', 'ringing', 'connected', 'held']);
    await expectHearing(all, {bob: ['alice', 'carol'], carol: ['alice', 'bob']});
    expect(await ask(alice, dave.userId, 'hangup')).toBe('ok');
    await dave.callIs('cleared');
    await wereShown(room, dave.userId, ['accepted', 'ringing', 'connected', 'held', 'cleared', 'removed']);
    await expectHearing(all, {bob: ['alice', 'carol'], carol: ['alice', 'bob']});
    await carol.hangup();
  });

  await test.step('busy, declined, cancelled, not there, no number, not allowed', async () => {
    const seen = async (who: Attendee) => {
      for (const one of room) await one.page.evaluate((of) => void delete attendee.legs[of], who.userId);
    };
    for (const {end, status} of [
      {end: 'busy', status: 'rejected'},
      {end: 'decline', status: 'rejected'},
    ] as const) {
      await seen(dave);
      expect(await dialOut(alice, dave.userId)).toBe('ok');
      await dave.callIs('ringing');
      await wereShown(room, dave.userId, ['accepted', 'ringing']);
      await dave.page.evaluate((how) => attendee.call().reject(how), end);
      await wereShown(room, dave.userId, ['accepted', 'ringing', status, 'removed']);
    }
    await seen(dave);
    expect(await dialOut(alice, dave.userId)).toBe('ok');
    await dave.callIs('ringing');
    expect(await ask(alice, dave.userId, 'hangup')).toBe('ok');
    await dave.callIs('cleared');
    await wereShown(room, dave.userId, ['accepted', 'ringing', 'cleared', 'removed']);
    expect(await dialOut(alice, '+41 1')).toBe('dial-target-invalid');
    expect(await dialOut(alice, ' ')).toBe('dial-target-empty');
    expect(await dialOut(bob, dave.userId)).toBe('dial-out-unavailable');
  });
});
