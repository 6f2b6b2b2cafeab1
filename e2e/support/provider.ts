import {Provider} from '../../packages/stack/src/index.js';
import {test as base} from './gateway.js';

/** Users who have accounts at the provider, and their passwords. */
export const accounts = {mia: 'wonderland', tom: 'builder'} as const;

/** Users there whose browser itself is the phone. */
export const browsers = {uma: 'kangaroo', wim: 'wallaby'} as const;

const trust = '--ignore-certificate-errors-spki-list';

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
      const provider = await Provider.create({folder: stack.folder, accounts, browsers, certificate});
      await use(provider);
      await provider.stop();
    },
    {scope: 'worker', timeout: 300_000},
  ],

  // Browsers trust its WebSocket too.
  launchOptions: [
    async ({launchOptions, stack, provider}, use) => {
      const keys = [stack.addresses.spki, provider.stack.addresses.spki].join(',');
      const args = (launchOptions.args ?? []).filter((arg) => !arg.startsWith(trust));
      await use({...launchOptions, args: [...args, `${trust}=${keys}`]});
    },
    {scope: 'worker'},
  ],
});

export {expect} from './gateway.js';
