import {playwright} from '@vitest/browser-playwright';
import {defineConfig} from 'vitest/config';
import {farEndCommand} from './e2e/contract/server/command.js';
import {chromiumFlags, findChromium} from './scripts/lib/chromium.mjs';

const executablePath = findChromium();
const conditions = ['@sidetone/source', 'module', 'browser', 'development|production'];
const nodeConditions = ['@sidetone/source', 'node', 'module', 'development|production'];

// Found late, a dependency would reload the page in the middle of a test.
const optimizeDeps = {
  include: [
    'lit',
    'lit/decorators.js',
    'lit/directives/**/*.js',
    '@lit/context',
    'axe-core',
    'idb',
    'js-md5',
    'jssip',
    'libphonenumber-js/min',
    'qr',
    'qr/decode.js',
    'sip.js/lib/core/index.js',
  ],
};

/** Each project wants a name of its own for its browser. */
const chromium = (name: string) => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: {args: chromiumFlags, ...(executablePath ? {executablePath} : {})},
  }),
  instances: [{browser: 'chromium' as const, name: `${name} (chromium)`}],
});

// For a busy machine: no test asserts how fast anything is.
const patience = {testTimeout: 30_000, hookTimeout: 120_000, expect: {poll: {timeout: 10_000}}};

export default defineConfig({
  test: {
    projects: [
      {
        resolve: {conditions: nodeConditions},
        ssr: {resolve: {conditions: nodeConditions}},
        test: {
          ...patience,
          name: 'node',
          // Most of them wait for a server: two workers left half of two cores idle.
          maxWorkers: 3,
          sequence: {groupOrder: 1},
          // Loading the same modules for each file took as long as the tests: none may leave anything behind in them.
          isolate: false,
          globalSetup: 'packages/gateway/src/testing/postgres-for-all.ts',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.mjs'],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
        },
      },
      {
        resolve: {conditions},
        optimizeDeps,
        test: {
          ...patience,
          name: 'browser',
          // They mostly wait, for sounds and for time to pass.
          maxWorkers: 2,
          include: ['packages/*/src/**/*.browser.test.ts', 'stories/*.browser.test.ts'],
          browser: chromium('browser'),
        },
      },
      {
        // The engine contract against a real Asterisk.
        resolve: {conditions},
        optimizeDeps,
        test: {
          ...patience,
          name: 'asterisk',
          include: ['e2e/contract/*.browser.test.ts'],
          globalSetup: 'e2e/contract/server/setup.ts',
          sequence: {groupOrder: 2},
          // Both engines are the same users.
          fileParallelism: false,
          browser: {...chromium('asterisk'), commands: {farEnd: farEndCommand}},
        },
      },
    ],
  },
});
