import {expect, type BrowserContext, type Page} from '@playwright/test';
import {writeFile} from 'node:fs/promises';
import type {UserName} from '../../packages/stack/src/index.js';
import type {Setup} from '../pages/phone.js';
import {openDesk, type DeskPhone} from './desk.js';
import {PhoneWindow} from './window.js';
import {workerTest} from './worker.js';

export interface WindowOptions {
  /** More of the demo page's address. */
  query?: string;
  /** Prepares the page before it is loaded. */
  prepare?: (page: Page) => Promise<unknown>;
}

interface TestFixtures {
  /** What the pages of this test wrote to their consoles; attached, with the calls' SIP ladder, when it fails. */
  callReport: string[];
  /** Opens a headless phone in a browser window of its own; not registered yet. */
  open: (user: UserName, setup?: Partial<Setup>) => Promise<DeskPhone>;
  /** Opens one and registers it. */
  registered: (user: UserName, setup?: Partial<Setup>) => Promise<DeskPhone>;
  /** Opens the demo page in a window of its own, in English. */
  window: (user: UserName, options?: WindowOptions) => Promise<PhoneWindow>;
}

/** Playwright's `test` with a real Asterisk. A failed journey's report shows what went over the wire. */
export const test = workerTest.extend<TestFixtures>({
  baseURL: async ({site}, use) => use(site.url),

  callReport: [
    async ({browser, stack}, use, testInfo) => {
      const lines: string[] = [];
      const listen = (context: BrowserContext) => {
        context.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
        context.on('weberror', (error) => lines.push(`uncaught: ${error.error().stack}`));
      };
      browser.contexts().forEach(listen);
      browser.on('context', listen);
      // Pages of the test before were closed in mid-call.
      for (const {id} of await stack.ari.channels()) await stack.ari.hangup(id).catch(() => {}); // gone meanwhile
      stack.sip.clear();
      stack.ari.clear();
      await use(lines);
      browser.off('context', listen);
      if (testInfo.status === testInfo.expectedStatus) return;
      const ladder = testInfo.outputPath('sip-ladder.txt');
      await writeFile(ladder, stack.sip.ladder(undefined, {full: true}));
      testInfo.attachments.push({name: 'sip-ladder.txt', contentType: 'text/plain', path: ladder});
      await testInfo.attach('console.txt', {body: lines.join('\n') || 'Nothing was written.'});
    },
    {auto: true},
  ],

  open: async ({browser, stack, engine, baseURL}, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (user, setup) => {
      const context = await browser.newContext({...(baseURL && {baseURL})});
      contexts.push(context);
      return openDesk(await context.newPage(), stack, user, {engine, ...setup});
    });
    for (const context of contexts) await context.close();
  },

  registered: ({open}, use) =>
    use(async (user, setup) => {
      const phone = await open(user, setup);
      expect(await phone.register()).toBe('ok');
      return phone;
    }),

  window: async ({browser, engine, baseURL}, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (user, {query = '', prepare} = {}) => {
      const context = await browser.newContext({...(baseURL && {baseURL})});
      contexts.push(context);
      const page = await context.newPage();
      await prepare?.(page);
      await page.goto(`/demo/?as=${user}&engine=${engine}&lang=en${query}`);
      return new PhoneWindow(page, user);
    });
    for (const context of contexts) await context.close();
  },
});

export {expect} from '@playwright/test';
