import {pinDialogue} from '../packages/stack/src/index.js';
import {asked, attempt} from './support/pin-dialogue.js';
import {plainPhone} from './support/plain.js';
import {expect, test} from './support/test.js';

const outcomes = {
  '600': 'accepted',
  '+41446681800': 'accepted',
  '601': 'accepted',
  '603': '486',
  '604': '603',
  '606': '503',
  '302': '302',
  '404': '404',
  '480': '480',
  '488': '488',
  nobody: '404',
  dave: '480',
};

test('each extension answers or refuses as it says', async ({page, stack}) => {
  await plainPhone(page, stack, 'alice');
  for (const [target, outcome] of Object.entries(outcomes)) {
    const got = await page.evaluate((to) => plain.call(to), target);
    expect.soft(got, target).toBe(outcome);
    await page.evaluate(() => plain.agent?.terminateSessions());
  }
  const moved = await stack.sip.waitFor(({status}) => status === 302);
  expect(moved.header('contact')).toContain('sip:600@sidetone.test');
});

test('early media comes before the answer, ringing goes on', async ({page, stack}) => {
  await plainPhone(page, stack, 'alice');
  const answered = page.evaluate((to) => plain.call(to), stack.addresses.extensions.earlyMedia);
  const progress = await stack.sip.waitFor(({status}) => status === 183);
  expect(progress.body).toContain('m=audio');
  await stack.cli('dialplan set global EARLY_MEDIA 0');
  expect(await answered).toBe('accepted');
  await stack.cli('dialplan set global EARLY_MEDIA 15');
  await page.evaluate((to) => void plain.call(to), stack.addresses.extensions.ringing);
  await stack.sip.waitFor(({status}) => status === 180);
});

test('the PIN dialogue takes the PIN and nothing else', async ({page, stack}) => {
  await stack.cli('dialplan set global PIN_TIMEOUT 3');
  await plainPhone(page, stack, 'alice');
  await page.evaluate((to) => plain.call(to), stack.addresses.extensions.pin);
  await asked(stack, 1);
  await page.evaluate(() => plain.type('1111#'));
  expect(await attempt(stack, 1)).toMatchObject({result: 'wrong', received: '1111'});
  expect(await attempt(stack, 2)).toMatchObject({result: 'timeout', received: ''});
  await stack.cli('dialplan set global PIN_TIMEOUT 5');
  await asked(stack, 3);
  await page.evaluate((pin) => plain.type(`${pin}#`), pinDialogue.pin);
  expect(await attempt(stack, 3)).toMatchObject({result: 'right', received: pinDialogue.pin});
});

test('digits arrive by RFC 4733, and by INFO from a phone without telephone-event', async ({page, stack}) => {
  const digits = '0123456789*#ABCD';
  for (const [user, type] of [
    ['alice', 'type'],
    ['erin', 'typeByInfo'],
  ] as const) {
    stack.ari.clear();
    await plainPhone(page, stack, user);
    await page.evaluate((to) => plain.call(to), stack.addresses.extensions.digits);
    await page.evaluate(([how, what]) => plain[how](what), [type, digits] as const);
    await stack.ari.waitFor(({digit}) => digit === 'D', {timeout: 30_000});
    expect(stack.ari.digits()).toBe(digits);
    await page.evaluate(() => plain.agent?.stop());
  }
  const answers = stack.sip
    .messages()
    .filter(({method, status, body}) => method === 'INVITE' && status === 200 && body);
  expect(answers.map(({body}) => body.includes('telephone-event'))).toEqual([true, false]);
});

test('users call each other by name and number, and the caller learns the called phone’s own code', async ({
  context,
  page,
  stack,
}) => {
  const bob = await context.newPage();
  await plainPhone(page, stack, 'alice');
  await plainPhone(bob, stack, 'bob');
  for (const target of ['bob', '102'])
    expect(await page.evaluate((to) => plain.call(to), target)).toBe('accepted');
  for (const code of [486, 603, 480]) {
    await bob.evaluate((incoming) => (plain.incoming = incoming), code);
    expect(await page.evaluate(() => plain.call('bob'))).toBe(`${code}`);
  }
});

test('a blind transfer is carried out, refused for an unknown target, and declined to frank', async ({
  context,
  page,
  stack,
}) => {
  const bob = await context.newPage();
  await plainPhone(bob, stack, 'bob');
  await plainPhone(page, stack, 'alice');
  await page.evaluate(() => plain.call('bob'));
  expect(await page.evaluate(() => plain.refer('sip:nobody@sidetone.test'))).not.toBe('succeeded');
  expect(await page.evaluate(() => plain.refer('sip:601@sidetone.test'))).toBe('succeeded');
  await stack.ari.waitFor(
    ({dialplan_app, channel}) => dialplan_app === 'PlayTones' && /bob/.test(channel?.name ?? ''),
  );
  await plainPhone(page, stack, 'frank');
  await page.evaluate(() => plain.call('600'));
  expect(await page.evaluate(() => plain.refer('sip:601@sidetone.test'))).not.toBe('succeeded');
  await stack.sip.waitFor(({method, status}) => method === 'REFER' && status === 603);
});

test('Asterisk goes down and comes back on the same ports', async ({page, stack}) => {
  await plainPhone(page, stack, 'alice');
  await stack.stopAsterisk({kill: true});
  await stack.startAsterisk();
  await plainPhone(page, stack, 'alice');
  expect(await page.evaluate((to) => plain.call(to), stack.addresses.extensions.echo)).toBe('accepted');
});
