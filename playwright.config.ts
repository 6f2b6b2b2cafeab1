import {defineConfig} from '@playwright/test';
import {bothEngines} from './e2e/support/both-engines.js';
import type {WorkerOptions} from './e2e/support/worker.js';
import {chromiumFlags, findChromium} from './scripts/lib/chromium.mjs';

const stack = 'stack.spec.ts';
const packages = 'packages/*.spec.ts';
const gateway = 'gateway/*.spec.ts';
const conference = 'conference/*.spec.ts';
const executablePath = findChromium();

export default defineConfig<object, WorkerOptions>({
  testDir: 'e2e',
  globalSetup: './e2e/support/site.ts',
  testMatch: '**/*.spec.ts',
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  // Each has a stack of its own; a journey mostly waits for sounds to be heard.
  workers: 3,
  // Patience for a busy machine; no test asserts how fast anything is.
  timeout: 120_000,
  expect: {timeout: 30_000},
  reporter: [['list'], ['json', {outputFile: process.env['E2E_REPORT'] ?? 'test-results/e2e.json'}]],
  outputDir: 'test-results/e2e',
  use: {
    launchOptions: {args: chromiumFlags, ...(executablePath && {executablePath})},
    trace: 'retain-on-failure',
    // Without a GPU, what moves takes the processor from what is heard.
    contextOptions: {reducedMotion: 'reduce'},
  },
  projects: [
    // The ground that the journeys stand on, tried with a library alone.
    {name: 'stack', testMatch: stack},
    // Built, packed and unpacked once; each journey names its engine.
    {name: 'packages', testMatch: packages},
    // With LiveKit and the gateway, which the others can do without.
    {name: 'gateway', testMatch: gateway, use: {engine: 'jssip', gateway: true}},
    // In the room and on the phone at once.
    {name: 'conference', testMatch: conference, use: {engine: 'jssip', gateway: true}},
    {
      name: 'gateway-sipjs',
      testMatch: [gateway, conference],
      grep: new RegExp(bothEngines),
      use: {engine: 'sipjs', gateway: true},
    },
    {name: 'jssip', testIgnore: [stack, packages, gateway, conference], use: {engine: 'jssip'}},
    {name: 'sipjs', testIgnore: [stack, packages, gateway, conference], use: {engine: 'sipjs'}},
  ],
});
