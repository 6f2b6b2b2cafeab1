import {Provider} from '../../packages/stack/src/index.js';
import {test as base} from './gateway.js';

/** Users who have accounts at the provider, and their passwords. */
export const accounts = {mia: 'wonderland', tom: 'builder'} as const;

interface ProviderFixtures {
  /** Another Asterisk, where mapped users have accounts. */
  provider: Provider;
}

export const test = base.extend<object, ProviderFixtures>({
  provider: [
    async ({stack}, use) => {
      // With the certificate of this stack, whose authority the gateway's Asterisk trusts.
      const certificate = {
        certificate: `${stack.folder}/tls/server.pem`,
        key: `${stack.folder}/tls/server.key`,
      };
      const provider = await Provider.create({folder: stack.folder, accounts, certificate});
      await use(provider);
      await provider.stop();
    },
    {scope: 'worker', timeout: 300_000},
  ],
});

export {expect} from './gateway.js';
