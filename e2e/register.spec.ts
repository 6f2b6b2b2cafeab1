import {plainPhone} from './support/plain.js';
import {expect, test} from './support/test.js';

test('alice registers over a secure WebSocket and calls the echo', async ({page, stack}) => {
  const {users, extensions} = stack.addresses;
  await plainPhone(page, stack, 'alice');
  await page.evaluate((target) => plain.call(target), extensions.echo);
  const registered = await stack.sip.waitFor(({method, status}) => method === 'REGISTER' && status === 200);
  expect(registered.header('contact')).toContain('expires');
  const invite = await stack.sip.waitFor(({method, status}) => method === 'INVITE' && status === 0);
  expect(invite.target).toBe('sip:600@sidetone.test');
  expect(invite.header('from')).toContain(users.alice.aor);
  const {channel} = await stack.ari.waitFor(({dialplan_app}) => dialplan_app === 'Echo');
  expect(channel).toMatchObject({state: 'Up', caller: {number: 'alice'}});
});
