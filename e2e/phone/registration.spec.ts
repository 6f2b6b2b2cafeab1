import {expect, test} from '../support/test.js';
import {answers} from '../support/wire.js';

test('a phone registers, and Asterisk has its contact until it unregisters', async ({open, stack}) => {
  const alice = await open('alice');
  expect(await alice.registration()).toBe('unregistered');
  expect(await alice.register()).toBe('ok');
  expect(await alice.registration()).toBe('registered');
  const answer = await stack.sip.waitFor(({method, status}) => method === 'REGISTER' && status === 200);
  expect(answer.header('contact')).toContain('expires');
  expect(await stack.cli('pjsip show contacts')).toContain('alice/');
  await alice.page.evaluate(() => desk.phone.unregister());
  expect(await alice.registration()).toBe('unregistered');
  expect(await stack.cli('pjsip show contacts')).not.toContain('alice/');
});

test('a wrong password is named, is not tried again, and is nowhere to be read', async ({open, stack}) => {
  const alice = await open('alice', {password: 'wrong-secret'});
  expect(await alice.register()).toBe('credentials-rejected');
  expect(await alice.registration()).toBe('failed');
  await expect.poll(() => answers(stack, 'REGISTER')).toEqual([401, 401]);
  const sent = stack.sip.messages().filter(({method, status}) => method === 'REGISTER' && status === 0);
  expect(sent).toHaveLength(2);
  const error = await alice.page.evaluate(() => desk.phone.account.error?.message);
  expect(error).toContain('user name or password');
  expect(error).not.toContain('wrong-secret');
});

test('an unknown user is refused', async ({open, stack}) => {
  const nobody = await open('alice', {aor: 'sip:nobody@sidetone.test', authUser: 'nobody', password: 'x'});
  expect(await nobody.register()).toBe('credentials-rejected');
  const asked = await stack.sip.waitFor(({method, status}) => method === 'REGISTER' && status === 0);
  expect(asked.header('to')).toContain('sip:nobody@sidetone.test');
  await expect.poll(() => answers(stack, 'REGISTER')).toEqual([401, 401]);
});

test('a server that is away is said to be, and the phone registers by itself when it is back', async ({
  open,
  stack,
}) => {
  await stack.stopAsterisk();
  const alice = await open('alice');
  expect(await alice.register()).toBe('server-unreachable');
  expect(await alice.registration()).toBe('failed');
  await stack.startAsterisk();
  await alice.page.waitForFunction(() => desk.phone.registration === 'registered', undefined, {
    timeout: 45_000,
  });
  expect(await stack.cli('pjsip show contacts')).toContain('alice/');
});

test('a phone comes back by itself when its server was restarted', async ({registered, stack}) => {
  const alice = await registered('alice');
  await stack.stopAsterisk({kill: true});
  await alice.page.waitForFunction(() => desk.phone.registration !== 'registered');
  await stack.startAsterisk();
  await alice.page.waitForFunction(() => desk.phone.registration === 'registered', undefined, {
    timeout: 45_000,
  });
  expect(await stack.cli('pjsip show contacts')).toContain('alice/');
});

test('the next server is taken when the preferred one does not answer', async ({open, stack}) => {
  const {wss} = stack.addresses.asterisk;
  const alice = await open('alice', {server: ['wss://127.0.0.1:9/ws', wss]});
  expect(await alice.register()).toBe('ok');
  const {header} = await stack.sip.waitFor(({method, status}) => method === 'REGISTER' && status === 200);
  expect(header('to')).toContain('sip:alice@sidetone.test');
  expect(await stack.cli('pjsip show contacts')).toContain('alice/');
});

test('two accounts in one phone, each called by its own name', async ({registered, stack}) => {
  const alice = await registered('alice');
  const {aor, authUser, password} = stack.addresses.users.dave;
  const second = await alice.page.evaluate(
    (account) => desk.outcome(() => desk.phone.addAccount(account).register()),
    {server: stack.addresses.asterisk.wss, aor, authUser, password},
  );
  expect(second).toBe('ok');
  const bob = await registered('bob');
  for (const [index, name] of ['alice', 'dave'].entries()) {
    await bob.dial(name);
    await alice.hasHad(index + 1);
    expect(await alice.page.evaluate(() => desk.call().account.aor)).toBe(`sip:${name}@sidetone.test`);
    expect(await alice.decline()).toBe('ok');
    await bob.hasHad(index + 1);
    await bob.reaches('rejected');
    const invites = stack.sip.messages().filter(({method, status}) => method === 'INVITE' && status === 0);
    const asked = invites.findLast(({direction}) => direction === 'in')!;
    expect(asked.header('to')).toContain(`sip:${name}@sidetone.test`);
    const rung = invites.findLast(({direction}) => direction === 'out')!;
    const {header} = stack.sip
      .messages()
      .find((message) => message.method === 'REGISTER' && message.header('to')?.includes(`sip:${name}@`))!;
    const [contact] = /sip:[^@]+@/.exec(header('contact') ?? '')!;
    expect(rung.target).toContain(contact);
  }
});
