import type {Stack} from '../../packages/stack/src/index.js';
import {voices, type DeskPhone} from '../support/desk.js';
import {expect, test} from '../support/test.js';

/** How Asterisk refused the newest call of this phone. */
async function refusal(stack: Stack, phone: DeskPhone) {
  const {sipCallId} = await phone.facts();
  const refused = ({callId, method, status}: {callId: string; method: string; status: number}) =>
    callId === sipCallId && method === 'INVITE' && status >= 300 && status !== 401;
  const {direction, status, header} = await stack.sip.waitFor(refused);
  return {direction, status, reason: header('reason')};
}

test('the echo sends back the tone that was spoken', async ({registered, stack}) => {
  const alice = await registered('alice', {voice: 1000});
  await alice.dial('600');
  await alice.reaches('connected');
  await alice.hears(1000);
  const invite = await stack.sip.waitFor(({method, status}) => method === 'INVITE' && status === 0);
  expect(invite.target).toBe('sip:600@sidetone.test');
  expect(await alice.ask('hangup')).toBe('ok');
  expect(await alice.statuses()).toEqual(['accepted', 'connected', 'cleared']);
  await stack.sip.waitFor(({method, direction}) => method === 'BYE' && direction === 'in');
});

test('alice calls bob, and each hears the other', async ({registered, stack}) => {
  const [alice, bob] = [await registered('alice'), await registered('bob')];
  await alice.dial('bob');
  await bob.reaches('ringing');
  await alice.reaches('ringing');
  expect(await bob.facts()).toMatchObject({direction: 'incoming', remote: {displayName: 'Alice'}});
  expect(await bob.ask('answer')).toBe('ok');
  await alice.reaches('connected');
  await alice.hears(voices.bob);
  await bob.hears(voices.alice);
  const channels = async () => (await stack.ari.channels()).map(({name}) => name.replace(/-.*/, '')).sort();
  await expect.poll(channels).toEqual(['PJSIP/alice', 'PJSIP/bob']);
  await bob.ask('hangup');
  await alice.reaches('cleared');
  expect(await alice.facts()).toMatchObject({cause: 'remote-hung-up'});
  expect(await alice.statuses()).toEqual(['accepted', 'ringing', 'connected', 'cleared']);
});

test('a number in common writing arrives as E.164', async ({registered, stack}) => {
  const alice = await registered('alice');
  await alice.dial('044 668 18 00');
  await alice.reaches('connected');
  const invite = await stack.sip.waitFor(({method, status}) => method === 'INVITE' && status === 0);
  expect(invite.target).toBe('sip:+41446681800@sidetone.test');
});

test('what cannot be dialled is refused before anything is sent', async ({registered, stack}) => {
  const alice = await registered('alice');
  expect(await alice.dial(' ')).toBe('dial-target-empty');
  expect(await alice.dial('bob\r\nVia: x')).toBe('dial-target-invalid');
  expect(stack.sip.messages().filter(({method}) => method === 'INVITE')).toEqual([]);
});

for (const {what, target, status, cause, code, words} of [
  {what: 'busy', target: '603', status: 'rejected', cause: 'busy', code: 486, words: /busy/i},
  {what: 'declined', target: '604', status: 'rejected', cause: 'declined', code: 603, words: /declined/i},
  {
    what: 'an unknown number',
    target: '404',
    status: 'rejected',
    cause: 'not-found',
    code: 404,
    words: /nobody has this number/i,
  },
  {
    what: 'unavailable',
    target: '480',
    status: 'rejected',
    cause: 'unavailable',
    code: 480,
    words: /cannot be reached/,
  },
  {
    what: 'no common codec',
    target: '488',
    status: 'rejected',
    cause: 'media-refused',
    code: 488,
    words: /no common way/,
  },
  {
    what: 'congestion',
    target: '606',
    status: 'rejected',
    cause: 'congestion',
    code: 503,
    words: /overloaded/,
  },
  {what: 'moved', target: '302', status: 'rejected', cause: 'moved', code: 302, words: /go elsewhere/},
]) {
  test(`${what}: the right status, cause and words`, async ({registered, stack}) => {
    const alice = await registered('alice');
    await alice.dial(target);
    await alice.reaches(status);
    const facts = await alice.facts();
    expect(facts).toMatchObject({status, cause, code});
    expect(facts.message).toMatch(words);
    expect(await refusal(stack, alice)).toMatchObject({direction: 'out', status: code});
  });
}

test('a person declines, is busy, or does not answer', async ({registered, stack}) => {
  const [alice, bob] = [await registered('alice'), await registered('bob')];
  await alice.dial('bob');
  await bob.reaches('ringing');
  await bob.decline();
  await alice.reaches('rejected');
  const declined = {cause: 'declined', code: 603, message: 'The call was declined.'};
  expect(await alice.facts()).toMatchObject(declined);
  expect(await refusal(stack, alice)).toMatchObject({direction: 'out', status: 603});

  await alice.dial('bob');
  await bob.hasHad(2);
  await bob.page.evaluate(() => desk.call().reject('busy'));
  await alice.hasHad(2);
  await alice.reaches('rejected');
  expect(await alice.facts()).toMatchObject({cause: 'busy', code: 486, message: 'The line is busy.'});
  expect(await refusal(stack, alice)).toMatchObject({direction: 'out', status: 486});

  await stack.cli('dialplan set global RING_TIMEOUT 1');
  await alice.dial('bob');
  await bob.hasHad(3);
  await alice.hasHad(3);
  await alice.reaches('rejected');
  expect(await alice.facts()).toMatchObject({cause: 'no-answer', code: 480, message: 'Nobody answered.'});
  expect(await refusal(stack, alice)).toEqual({direction: 'out', status: 480, reason: 'Q.850;cause=19'});
  await bob.reaches('cleared');
  expect(await bob.facts()).toMatchObject({cause: 'missed'});
  await stack.cli('dialplan set global RING_TIMEOUT 30');
});

test('a call is cancelled before the answer', async ({registered, stack}) => {
  const alice = await registered('alice');
  await alice.dial('605');
  await alice.reaches('ringing');
  expect(await alice.ask('hangup')).toBe('ok');
  expect(await alice.facts()).toMatchObject({
    status: 'cleared',
    cause: 'cancelled',
    message: 'You ended the call before it was answered.',
  });
  await stack.sip.waitFor(({method, direction}) => method === 'CANCEL' && direction === 'in');
  await stack.sip.waitFor(({status}) => status === 487);
});

test('early media is heard before the answer', async ({registered, stack}) => {
  await stack.cli('dialplan set global EARLY_MEDIA 120');
  const alice = await registered('alice');
  await alice.dial('602');
  await alice.reaches('ringing');
  await alice.hears(440);
  expect(await alice.facts()).toMatchObject({status: 'ringing', earlyMedia: true});
  await stack.cli('dialplan set global EARLY_MEDIA 0');
  await alice.reaches('connected');
  await stack.cli('dialplan set global EARLY_MEDIA 15');
  await alice.hears(660);
  const answers = stack.sip.messages().filter(({method, status}) => method === 'INVITE' && status > 180);
  const withAudio = answers.filter(({body}) => body.includes('m=audio'));
  expect([...new Set(withAudio.map(({status}) => status))]).toEqual([183, 200]);
});

test('a server that hangs up ends the call here too', async ({registered, stack}) => {
  const alice = await registered('alice');
  await alice.dial('601');
  await alice.reaches('connected');
  const {channel} = await stack.ari.waitFor(({dialplan_app}) => dialplan_app === 'Wait');
  await stack.ari.hangup(channel!.id);
  await alice.reaches('cleared');
  expect(await alice.facts()).toMatchObject({cause: 'remote-hung-up'});
});
