import {expect, it} from 'vitest';
import {HoldableLink} from '../holdable-link.js';
import type {TestPhone} from '../test-phone.js';
import {type ContractContext, failureOf, seen, type Skip, until, withTimers} from './context.js';

export function testRegistration({farEnd, phone, registered, testWith}: ContractContext): void {
  const wrong = {...farEnd.account, password: 'not-the-password'};
  const registeredForTwoMinutes = () =>
    registered({registerExpires: 120, wrap: (link) => new HoldableLink(link)});

  /** Moves timers on to the refresh. From then on they have their pace: the server answers by its own clock. */
  async function skipToRefresh(skip: Skip, {link}: TestPhone): Promise<void> {
    const {sent} = link as unknown as HoldableLink;
    const before = sent.length;
    await skip(120_000, () => sent.length > before);
    expect(sent[before]).toMatch(/^REGISTER /);
  }

  it('registers with digest and tells the granted seconds', async () => {
    const {agent} = await phone();
    const {expires} = await agent.register();
    expect(expires).toBeGreaterThan(0);
    expect(expires).toBeLessThanOrEqual(600);
  });

  testWith(['requests'], 'asks for the wanted time under the wanted names', async () => {
    await registered({registerExpires: 345});
    const register = (await seen(farEnd, 'REGISTER')).at(-1)!;
    expect(`${register.header('expires')} ${register.header('contact')}`).toMatch(/^345 |expires=345/);
    expect(register.header('user-agent')).toBe('Sidetone contract');
    expect(register.header('to')).toContain(farEnd.account.aor);
  });

  testWith(['requests'], 'registers again at once when asked again', async () => {
    const {agent} = await registered();
    const before = (await seen(farEnd, 'REGISTER')).length;
    await agent.register();
    expect((await seen(farEnd, 'REGISTER')).length).toBeGreaterThan(before);
  });

  testWith(['requests'], 'refreshes the registration before it ends, until unregistered', async () => {
    await withTimers(async (skip) => {
      const phone = await registeredForTwoMinutes();
      const {agent, lost} = phone;
      const before = (await seen(farEnd, 'REGISTER')).length;
      await skipToRefresh(skip, phone);
      await until(async () => (await seen(farEnd, 'REGISTER')).length > before);
      await agent.unregister();
      const after = (await seen(farEnd, 'REGISTER')).length;
      await skip(240_000);
      expect(await seen(farEnd, 'REGISTER')).toHaveLength(after);
      expect(lost).toEqual([]);
    });
  });

  testWith(['requests'], 'tells when a refresh is refused, and stops refreshing', async () => {
    await withTimers(async (skip) => {
      const phone = await registeredForTwoMinutes();
      const {agent, lost} = phone;
      agent.setCredentials(wrong);
      await skipToRefresh(skip, phone);
      await until(() => lost.length > 0);
      expect(farEnd.wrongPasswordRefusedWith).toContain(lost[0]!.status);
      const after = (await seen(farEnd, 'REGISTER')).length;
      await skip(240_000);
      expect(await seen(farEnd, 'REGISTER')).toHaveLength(after);
      expect(lost).toHaveLength(1);
    });
  });

  testWith(['requests'], 'removes its contact', async () => {
    const {agent} = await registered();
    await agent.unregister();
    const register = (await seen(farEnd, 'REGISTER')).at(-1)!;
    expect(`${register.header('expires')} ${register.header('contact')}`).toMatch(/^0 |expires=0/);
  });

  testWith(['call'], 'cannot be called after it unregistered', async () => {
    const {agent, incoming} = await registered();
    await agent.unregister();
    await expect(farEnd.call!().then(({ringing}) => ringing)).rejects.toThrow();
    expect(incoming).toEqual([]);
  });

  it('unregisters also when the server does not answer', async () => {
    await withTimers(async (skip) => {
      const {agent, link} = await registered({wrap: (link) => new HoldableLink(link)});
      (link as unknown as HoldableLink).away();
      const done = agent.unregister();
      await skip(33_000);
      await done;
    });
  });

  it('fails with the status of a wrong password, and works with the right one from then on', async () => {
    const {agent} = await phone({account: wrong});
    expect(farEnd.wrongPasswordRefusedWith).toContain((await failureOf(agent.register())).status);
    agent.setCredentials(farEnd.account);
    expect((await agent.register()).expires).toBeGreaterThan(0);
  });

  it('fails with the status of an unknown user', async () => {
    const {refusedWith, ...account} = farEnd.stranger;
    const {agent} = await phone({account});
    expect(refusedWith).toContain((await failureOf(agent.register())).status);
  });

  it('gives up on a server that does not answer, and registers once it does', async () => {
    await withTimers(async (skip) => {
      const {agent, link} = await phone({wrap: (link) => new HoldableLink(link)});
      (link as unknown as HoldableLink).away();
      const failure = failureOf(agent.register());
      await skip(11_000);
      expect((await failure).status).toBe(0);
      (link as unknown as HoldableLink).back();
      expect((await agent.register()).expires).toBeGreaterThan(0);
    });
  });

  it('gives up on a server that does not answer a refresh', async () => {
    await withTimers(async (skip) => {
      const {agent, link, lost} = await registeredForTwoMinutes();
      (link as unknown as HoldableLink).away();
      await skip(120_000);
      expect(lost.map(({status}) => status)).toEqual([0]);
      (link as unknown as HoldableLink).back();
      expect((await agent.register()).expires).toBeGreaterThan(0);
    });
  });

  it('waits for a server that takes its time for each answer', async () => {
    await withTimers(async (skip) => {
      const {agent, link} = await phone({wrap: (link) => new HoldableLink(link)});
      const slow = link as unknown as HoldableLink;
      slow.away();
      const done = agent.register();
      // The REGISTER, its challenge, and the answer to the one with credentials: 6 s for each answer, 12 in all.
      for (const held of [3_000, 3_000, 6_000]) {
        await until(() => slow.waiting > 0);
        await skip(held);
        slow.back();
        slow.away();
      }
      slow.back();
      expect((await done).expires).toBeGreaterThan(0);
    });
  });
}
