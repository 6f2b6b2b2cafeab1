import {afterEach, describe, expect, it} from 'vitest';
import type {SipEngine} from '../engine/engine.js';
import type {ContractContext} from './contract/context.js';
import {testInCall} from './contract/in-call.js';
import {testIncoming} from './contract/incoming.js';
import {testOutgoing} from './contract/outgoing.js';
import {testRegistration} from './contract/registration.js';
import {testRenegotiation} from './contract/renegotiation.js';
import {testResources} from './contract/resources.js';
import type {FarEnd} from './far-end.js';
import {TestPhone} from './test-phone.js';

/** For a far end on a busy machine, in ms: several times the patience of one wait. */
const timeout = 120_000;

/**
 * The contract of {@link SipEngine}, as a suite of Vitest: every engine passes all of it, in a browser,
 * as far as the far end can be asked. Call it at the top of a `*.browser.test.ts` file.
 *
 * A test that needs what a far end lacks is not registered there. The virtual PBX misbehaves in every way that the
 * contract asks for; a real server cannot be made to. What Asterisk is not asked, and why, is listed in
 * `docs/architecture.md`.
 */
export function testEngineContract(name: string, makeEngine: () => SipEngine, farEnd: FarEnd): void {
  const phones: TestPhone[] = [];
  const context: ContractContext = {
    farEnd,
    capabilities: makeEngine().capabilities,
    async phone(options) {
      const phone = await TestPhone.create(makeEngine(), farEnd, options);
      phones.push(phone);
      return phone;
    },
    async registered(options) {
      const phone = await context.phone(options);
      await phone.agent.register();
      return phone;
    },
    async connected(target, phone) {
      const account = farEnd.callers?.[target];
      const caller = phone ?? (await context.phone(account && {account}));
      const call = caller.dial(farEnd.targets[target]!);
      await call.events.until('accepted');
      return call;
    },
    testWith(needs, title, test) {
      const has = new Set<string>([
        ...Object.keys(farEnd),
        ...Object.keys(farEnd.targets),
        ...farEnd.abilities,
      ]);
      if (needs.every((need) => has.has(need))) it(title, test);
    },
  };

  describe(`${name} with ${farEnd.name}`, {timeout}, () => {
    afterEach(async () => {
      const used = phones.splice(0);
      await Promise.all(used.map((phone) => phone.close()));
      await farEnd.reset?.();
      for (const handler of used.flatMap((phone) => phone.handlers)) expectOneEnd(handler.events);
    });

    describe('registration', () => testRegistration(context));
    describe('outgoing calls', () => testOutgoing(context));
    describe('incoming calls', () => testIncoming(context));
    describe('renegotiation', () => testRenegotiation(context));
    describe('requests in a call', () => testInCall(context));
    describe("what is the phone's", () => testResources(context));
  });
}

/** A session ends at most once, and nothing is told after that. */
function expectOneEnd(events: readonly {type: string}[]): void {
  const ends = events.filter(({type}) => type === 'ended');
  if (ends.length === 0) return;
  expect(ends).toHaveLength(1);
  expect(events.at(-1)?.type).toBe('ended');
}
