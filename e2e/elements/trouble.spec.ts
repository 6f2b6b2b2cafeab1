import type {Stack} from '../../packages/stack/src/index.js';
import {expect, test} from '../support/test.js';
import {answers, directions} from '../support/wire.js';

/** The far side noticed nothing of what happened to the microphone. */
async function callWentOn(stack: Stack): Promise<void> {
  const {callId} = await stack.sip.waitFor(({method, status}) => method === 'INVITE' && status === 0);
  expect(directions(stack, callId)).toEqual([]);
  expect(await stack.ari.channels()).toMatchObject([{state: 'Up', dialplan: {app_name: 'Echo'}}]);
}

test('a denied microphone shows the remedy, and calling works once it is allowed', async ({
  window,
  stack,
}) => {
  const alice = await window('alice', {
    prepare: (page) =>
      page.addInitScript(() => {
        const {mediaDevices} = navigator;
        const allowed = mediaDevices.getUserMedia.bind(mediaDevices);
        let denied = true;
        addEventListener('allow-microphone', () => (denied = false));
        mediaDevices.getUserMedia = (constraints) =>
          denied
            ? Promise.reject(new DOMException('Permission denied', 'NotAllowedError'))
            : allowed(constraints);
      }),
  });
  await alice.isReady();
  await alice.dial('600');
  await expect(alice.phone).toContainText('Allow it for this page in the browser, then try again.');
  expect(stack.sip.messages().filter(({method}) => method === 'INVITE')).toEqual([]);

  await alice.page.evaluate(() => dispatchEvent(new Event('allow-microphone')));
  await alice.dial('600');
  await expect(alice.status).toContainText('Connected');
});

test('a microphone that is unplugged in a call is replaced by another, and the call goes on', async ({
  window,
  stack,
}) => {
  const alice = await window('alice');
  await alice.isReady();
  await alice.plugIn('headset', 700);
  await alice.plugIn('desk', 1_200);
  await alice.dial('600');
  await alice.hears(700);
  await alice.page.evaluate(() => microphones.unplug('headset'));
  await alice.hears(1_200);
  await expect(alice.status).toContainText('Connected');
  await callWentOn(stack);
});

test('the last microphone unplugged: the call says so, and goes on with the next', async ({
  window,
  stack,
}) => {
  const alice = await window('alice');
  await alice.isReady();
  await alice.plugIn('headset', 700);
  await alice.dial('600');
  await alice.hears(700);
  await alice.page.evaluate(() => microphones.unplug('headset'));
  await alice.phone.getByRole('tab', {name: 'Devices'}).click();
  await expect(alice.phone).toContainText('No microphone was found. Connect one, then try again.');
  await alice.plugIn('desk', 1_200);
  await alice.hears(1_200);
  await callWentOn(stack);
});

test('a wrong password is said in words', async ({window, stack}) => {
  const alice = await window('alice', {
    prepare: (page) =>
      page.route('**/addresses.json', async (route) => {
        const response = await route.fetch();
        const addresses = (await response.json()) as {users: {alice: {password: string}}};
        addresses.users.alice.password = 'not-the-password';
        await route.fulfill({json: addresses});
      }),
  });
  await expect(alice.phone.getByRole('status')).toContainText(
    'The phone server refused the user name or password.',
  );
  await expect(alice.phone.locator('[part=registration]')).toHaveText('Not connected');
  expect(await alice.page.content()).not.toContain('not-the-password');
  await expect.poll(() => answers(stack, 'REGISTER')).toEqual([401, 401]);
});
