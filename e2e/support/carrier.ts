import {Caller, Provider, providerNumbers} from '../../packages/stack/src/index.js';
import {test as base} from './gateway.js';
import {stackFolder} from './worker.js';

/** How the carrier knows the stack. */
const customer = 'sidetone';

interface CarrierFixtures {
  /** Another Asterisk, through which the gateway calls telephone numbers. */
  carrier: Provider;
}

interface AnsweredFixtures {
  /** Somebody at the telephone of this number, who answers by themself. Ends with the test. */
  answering: (number: string) => Promise<Caller>;
}

/** The test of a stack from which telephone numbers can be called. */
export const test = base.extend<AnsweredFixtures, CarrierFixtures>({
  carrier: [
    async ({}, use) => {
      const carrier = await Provider.create({folder: stackFolder, accounts: {[customer]: 'wonderland'}});
      await use(carrier);
      await carrier.stop();
    },
    {scope: 'worker', timeout: 300_000},
  ],

  asteriskConfiguration: [
    async ({carrier}, use) => use({'pjsip.conf': carrier.trunk(customer)}),
    {scope: 'worker'},
  ],

  gatewayOptions: [
    async ({gatewayOptions}, use) =>
      use({
        ...gatewayOptions,
        settings: {
          DIAL_OUT_ENDPOINT: 'provider',
          // What a busy machine needs between two looks at a phone that rings, and between two keys.
          DIAL_OUT_RINGING: '3 minutes',
          ROOM_TELEPHONY_INTER_DIGIT: '15 seconds',
        },
      }),
    {scope: 'worker'},
  ],

  numbers: [async ({}, use) => use(providerNumbers), {scope: 'worker'}],

  answering: async ({carrier: {stack}}, use) => {
    const callers: Caller[] = [];
    await use(async (number) => {
      const {channel} = await stack.ari.waitFor(
        ({type, channel}) => type === 'StasisStart' && channel?.dialplan.exten === number,
        {timeout: 30_000, what: `call of ${number}`},
      );
      const caller = await Caller.at(stack, channel!.id);
      callers.push(caller);
      return caller;
    });
    for (const caller of callers) await caller.hangUp();
    stack.ari.clear();
  },
});

export {expect} from './gateway.js';
