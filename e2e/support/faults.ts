import {startPostgres, type Postgres} from '../../packages/stack/src/index.js';
import {expect, test as base} from './gateway.js';

interface FaultFixtures {
  /** Two gateways and two bridges stand on it. */
  postgres: Postgres;
}

interface Cluster {
  /** Which of the gateways is in charge of Asterisk: the others' turn comes when it is gone. */
  inCharge(): Promise<number>;
  /** How many phones each bridge carries; `undefined` for one that does not answer. */
  legs(): Promise<(number | undefined)[]>;
  /** Ids of the phones' channels in Asterisk: the same ones as long as their calls live. */
  phones(): Promise<string[]>;
}

/** The test of two gateways and two bridges over PostgreSQL: any of them may be ended in mid-call. */
export const test = base.extend<{cluster: Cluster}, FaultFixtures>({
  postgres: [
    async ({}, use) => {
      const postgres = await startPostgres();
      await use(postgres);
      await postgres.stop();
    },
    {scope: 'worker', timeout: 120_000},
  ],

  gatewayOptions: [
    async ({gatewayOptions, postgres}, use) =>
      use({
        ...gatewayOptions,
        databaseUrl: await postgres.createDatabase(),
        instances: 2,
        bridges: 2,
        settings: {CREDENTIAL_LIFE: '60 seconds', ROOM_TELEPHONY_INTER_DIGIT: '15 seconds'},
      }),
    {scope: 'worker'},
  ],

  cluster: async ({gatewayAddress: {instances, bridges}, stack}, use) => {
    const held = async (url: string) =>
      (await fetch(`${url}/metrics`)).text().then((text) => /^sidetone_asterisk_held\{.*\} 1$/m.test(text));
    const legs = async (url: string) =>
      ((await (await fetch(`${url}/health`)).json()) as {legs: number}).legs;
    await use({
      inCharge: async () => {
        let index = -1;
        await expect
          .poll(
            async () => {
              const all = await Promise.all(instances.map((url) => held(url).catch(() => false)));
              return (index = all.indexOf(true));
            },
            {message: 'a gateway is in charge', timeout: 30_000},
          )
          .toBeGreaterThanOrEqual(0);
        return index;
      },
      legs: () => Promise.all(bridges.map((url) => legs(url).catch(() => undefined))),
      phones: async () =>
        (await stack.ari.channels())
          .filter(({name}) => name.startsWith('PJSIP/'))
          .map(({id}) => id)
          .sort(),
    });
  },
});

export {expect} from './gateway.js';
