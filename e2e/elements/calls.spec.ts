import {pinDialogue} from '../../packages/stack/src/index.js';
import {voices} from '../support/desk.js';
import {expect, test} from '../support/test.js';
import {answers, directions} from '../support/wire.js';

test('alice calls bob, who answers on the sheet; they hear each other; she holds and resumes', async ({
  window,
  stack,
}) => {
  const [alice, bob] = [await window('alice'), await window('bob')];
  for (const each of [alice, bob]) {
    await each.isReady();
    await each.plugIn('desk', voices[each.user]);
  }
  await alice.dial('bob');
  const sheet = bob.phone.getByRole('region', {name: 'Incoming call'});
  await expect(sheet).toContainText('Alice');
  await expect(alice.status).toContainText('Ringing');
  await sheet.getByRole('button', {name: 'Answer'}).click();
  await expect(alice.status).toContainText('Connected');
  await expect(sheet).toBeHidden();
  await alice.hears(voices.bob);
  await bob.hears(voices.alice);

  await alice.button('Hold').click();
  await expect(alice.status).toContainText('On hold');
  await expect(alice.button('Hold')).toHaveAttribute('aria-pressed', 'true');
  await alice.button('Hold').click();
  await expect(alice.status).toContainText('Connected');
  await bob.hears(voices.alice);
  const {callId} = await stack.sip.waitFor(({method, target}) => method === 'INVITE' && /bob@/.test(target));
  expect(directions(stack, callId)).toEqual(['sendonly', 'sendrecv']);
  expect(await stack.ari.channels()).toHaveLength(2);

  // What a call ended with is shown for some seconds.
  await Promise.all([
    expect(bob.status).toContainText('The other side hung up'),
    alice.button('Hang up').click(),
  ]);
  await stack.sip.waitFor((message) => message.callId === callId && message.method === 'BYE');
});

test('a call is transferred to carol', async ({window, registered, stack}) => {
  const alice = await window('alice');
  await alice.isReady();
  const [bob, carol] = [await registered('bob'), await registered('carol')];
  await alice.dial('bob');
  await bob.reaches('ringing');
  await bob.ask('answer');
  await expect(alice.status).toContainText('Connected');
  await alice.button('Transfer').click();
  await alice.phone.getByRole('textbox', {name: 'Transfer to'}).fill('carol');
  await alice.button('Transfer now').click();
  await carol.reaches('ringing');
  await Promise.all([expect(alice.status).toContainText('Transferred'), carol.ask('answer')]);
  await bob.hears(voices.carol);
  await carol.hears(voices.bob);
  const refer = await stack.sip.waitFor(({method, status}) => method === 'REFER' && status === 0);
  expect(refer.header('refer-to')).toContain('carol@');
});

test('a transfer that is refused says so, and the call is still there', async ({
  window,
  registered,
  stack,
}) => {
  const frank = await window('frank');
  await frank.isReady();
  const bob = await registered('bob');
  await frank.dial('bob');
  await bob.reaches('ringing');
  await bob.ask('answer');
  await expect(frank.status).toContainText('Connected');
  await frank.button('Transfer').click();
  await frank.phone.getByRole('textbox', {name: 'Transfer to'}).fill('carol');
  await frank.button('Transfer now').click();
  await expect(frank.phone).toContainText('The transfer was refused. The call is still here.');
  await expect(frank.status).toContainText('Connected');
  await expect.poll(() => answers(stack, 'REFER')).toEqual([603]);
  expect(await stack.ari.channels()).toHaveLength(2);
});

test('digits typed on the keypad in a call arrive', async ({window, stack}) => {
  const alice = await window('alice');
  await alice.isReady();
  await alice.dial('608');
  await expect(alice.status).toContainText('Connected');
  await alice.button('Keypad').click();
  for (const key of ['4', '9', 'Star', '0', 'Pound'])
    await alice.keypad.getByRole('button', {name: new RegExp(`^${key}`)}).click();
  await expect.poll(() => stack.ari.digits()).toBe('49*0#');
  await expect(alice.phone.getByRole('textbox', {name: 'Digits sent'})).toHaveValue('49*0#');
});

test('a PIN that is asked for is entered, and read nowhere', async ({window, stack}) => {
  const alice = await window('alice');
  await alice.isReady();
  await alice.dial('607');
  const entry = alice.page.getByLabel('Enter the 10-digit PIN.');
  await expect(entry).toBeEnabled();
  await stack.ari.waitFor(({dialplan_app}) => dialplan_app === 'Read');
  await entry.fill('123 456 7890');
  const {userevent} = await stack.ari.waitFor(({eventname}) => eventname === pinDialogue.event);
  expect(userevent).toMatchObject({result: 'right', received: pinDialogue.pin});
  await alice.hears(pinDialogue.right);
  const read = await alice.phone.evaluate((phone) => {
    const text = (node: Element): string =>
      [node, ...node.querySelectorAll('*')]
        .map(
          (each) =>
            `${each.outerHTML} ${each.shadowRoot ? [...each.shadowRoot.children].map(text).join() : ''}`,
        )
        .join();
    return text(phone);
  });
  expect(read).toContain('PIN sent');
  expect(read).not.toContain(pinDialogue.pin);
});
