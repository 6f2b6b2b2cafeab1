import {isAccessible} from '../support/axe.js';
import {expect, test} from '../support/test.js';

test('axe finds nothing: idle, incoming, in a call, in light and dark', async ({
  window,
  registered,
  stack,
}) => {
  test.slow();
  const bob = await window('bob');
  await bob.isReady();
  await isAccessible(bob.page, 'idle');
  const alice = await registered('alice');
  // axe takes its time on a busy machine: the call rings meanwhile.
  await stack.cli('dialplan set global RING_TIMEOUT 120');
  await alice.dial('bob');
  await expect(bob.button('Answer')).toBeVisible();
  await isAccessible(bob.page, 'incoming', 'sidetone-softphone');
  await bob.button('Answer').click();
  await alice.reaches('connected');
  await stack.cli('dialplan set global RING_TIMEOUT 30');
  await isAccessible(bob.page, 'in a call', 'sidetone-softphone');
});
