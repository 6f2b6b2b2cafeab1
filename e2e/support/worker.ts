import {test as base} from '@playwright/test';
import {mkdir, readdir, rm} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {demoSessions} from '../../packages/stack/src/demo/sessions.js';
import {
  createStack,
  freeTcpPorts,
  isAlive,
  type GatewayOptions,
  type PageAddresses,
  type Stack,
} from '../../packages/stack/src/index.js';
import {serveSite, type Site} from './site.js';

export interface WorkerOptions {
  /** Which SIP engine the pages use: set by the Playwright project. */
  engine: 'jssip' | 'sipjs';
  /** Whether the stack has LiveKit and a gateway too: set by the Playwright project. */
  gateway: boolean;
}

interface WorkerFixtures {
  /** The pages' port: the gateway is told their origin before they are served. */
  pagePort: number;
  /** How the gateway is, where there is one. */
  gatewayOptions: GatewayOptions;
  /** Added to Asterisk's configuration files, by file name. */
  asteriskConfiguration: Readonly<Record<string, string>>;
  /** Telephone numbers that the demo's room page offers to call. */
  numbers: PageAddresses['numbers'];
  /** A stack of this worker's own, in this process: its SIP capture and ARI can be asked directly. */
  stack: Stack;
  /** Serves `/e2e/pages/…`, `/demo/…`, and `/addresses.json`. */
  site: Site;
}

const repository = fileURLToPath(new URL('../..', import.meta.url));
const stacks = `${repository}.stack`;
const stackName = `e2e-${process.pid}`;
/** Everything that is started for this worker's stack has its files there. */
export const stackFolder = `${stacks}/${stackName}`;
/** Making the private Asterisk for the first time takes its time. */
const timeout = 300_000;

/** A run's logs stay until the next run, and no other run's stack is touched. */
async function removeEndedStacks(): Promise<void> {
  await mkdir(stacks, {recursive: true});
  for (const name of await readdir(stacks)) {
    const pid = Number(/^e2e-(\d+)$/.exec(name)?.[1]);
    if (pid && !isAlive(pid)) await rm(`${stacks}/${name}`, {recursive: true, force: true});
  }
}

export const workerTest = base.extend<object, WorkerOptions & WorkerFixtures>({
  engine: ['jssip', {option: true, scope: 'worker'}],
  gateway: [false, {option: true, scope: 'worker'}],

  pagePort: [
    async ({}, use) => {
      const [port = 0] = await freeTcpPorts(1);
      await use(port);
    },
    {scope: 'worker'},
  ],

  gatewayOptions: [
    async ({pagePort}, use) => use({origins: [`http://localhost:${pagePort}`]}),
    {scope: 'worker'},
  ],

  asteriskConfiguration: [async ({}, use) => use({}), {scope: 'worker'}],

  stack: [
    async ({gateway, gatewayOptions, asteriskConfiguration}, use) => {
      await removeEndedStacks();
      const stack = await createStack({
        folder: stacks,
        name: stackName,
        asteriskConfiguration,
        ...(gateway && {livekit: true, gateway: gatewayOptions}),
        report: (line) => process.stdout.write(`${line}\n`),
      });
      await use(stack);
      await stack.stop();
    },
    {scope: 'worker', timeout},
  ],

  numbers: [async ({}, use) => use(undefined), {scope: 'worker'}],

  site: [
    async ({stack, pagePort, numbers}, use) => {
      const site = await serveSite(
        {...stack.addresses, ...(numbers && {numbers})},
        {port: pagePort, plugins: stack.gateway ? [demoSessions(stack.gateway)] : []},
      );
      await use(site);
      await site.close();
    },
    {scope: 'worker', timeout},
  ],

  launchOptions: [
    async ({launchOptions, stack}, use) => {
      const trust = `--ignore-certificate-errors-spki-list=${stack.addresses.spki}`;
      await use({...launchOptions, args: [...(launchOptions.args ?? []), trust]});
    },
    {scope: 'worker'},
  ],
});
