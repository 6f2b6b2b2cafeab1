import {AxeBuilder} from '@axe-core/playwright';
import {expect, test} from '../support/test.js';
import type {PhoneWindow} from '../support/window.js';

/** What is there now, in light and in dark. */
async function isAccessible({page}: PhoneWindow, when: string, part = 'sidetone-softphone'): Promise<void> {
  for (const theme of ['Light', 'Dark']) {
    await page.getByLabel('Appearance').selectOption(theme);
    const {violations} = await new AxeBuilder({page}).include(part).analyze();
    const found = violations.map(
      ({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`,
    );
    expect(found, `${when}, ${theme}`).toEqual([]);
  }
}

test('axe finds nothing: idle, incoming, in a call, in light and dark', async ({window, registered}) => {
  test.slow();
  const bob = await window('bob');
  await bob.isReady();
  await isAccessible(bob, 'idle', 'html');
  const alice = await registered('alice');
  await alice.dial('bob');
  await expect(bob.button('Answer')).toBeVisible();
  await isAccessible(bob, 'incoming');
  await bob.button('Answer').click();
  await alice.reaches('connected');
  await isAccessible(bob, 'in a call');
});
