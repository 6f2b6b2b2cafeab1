import {focused, tabTo} from '../support/keyboard.js';
import {expect, test} from '../support/test.js';

test('a call by keyboard alone, from page load to hang-up', async ({window, stack}) => {
  const alice = await window('alice');
  const {page, status} = alice;
  await alice.isReady();
  await tabTo(page, 'Number or name');
  await page.keyboard.type('608');
  await page.keyboard.press('Enter');
  await expect(status).toContainText('Connected');
  await stack.ari.waitFor(({channel}) => channel?.state === 'Up');

  await tabTo(page, 'Keypad');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Digits sent');
  await page.keyboard.type('42#');
  await expect(page.getByRole('textbox', {name: 'Digits sent'})).toHaveValue('42#');
  await expect.poll(() => stack.ari.digits()).toBe('42#');

  await tabTo(page, 'Hold');
  await page.keyboard.press('Space');
  await expect(status).toContainText('On hold');
  await page.keyboard.press('Space');
  await expect(status).toContainText('Connected');

  await tabTo(page, 'Hang up');
  await Promise.all([expect(status).toContainText('You hung up'), page.keyboard.press('Enter')]);
  await stack.sip.waitFor(({method, direction}) => method === 'BYE' && direction === 'in');
  // Whoever uses the keyboard goes on from the phone, not from the top of the page.
  await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe('sidetone-softphone');
});

test('an incoming call is answered and ended by keyboard', async ({window, registered, stack}) => {
  const bob = await window('bob');
  await bob.isReady();
  const alice = await registered('alice');
  await alice.dial('bob');
  await expect.poll(() => focused(bob.page)).toBe('Answer');
  await bob.page.keyboard.press('Enter');
  await alice.reaches('connected');
  await tabTo(bob.page, 'Hang up');
  await bob.page.keyboard.press('Enter');
  await alice.reaches('cleared');
  const answer = await stack.sip.waitFor(
    ({method, status, direction}) => method === 'INVITE' && status === 200 && direction === 'in',
  );
  await stack.sip.waitFor(
    ({method, direction, callId}) => method === 'BYE' && direction === 'in' && callId === answer.callId,
  );
});
