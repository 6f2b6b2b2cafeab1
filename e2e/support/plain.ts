import type {Page} from '@playwright/test';
import type {Stack, UserName} from '../../packages/stack/src/index.js';
import type {Plain} from '../pages/plain-jssip.js';

declare global {
  var plain: Plain;
}

/** A page with JsSIP alone, registered as one of the stack's users. */
export async function plainPhone(page: Page, {addresses}: Stack, user: UserName): Promise<void> {
  await page.goto('/e2e/pages/plain-jssip.html');
  await page.waitForFunction(() => 'plain' in globalThis);
  await page.evaluate(([url, credentials]) => plain.register(url, credentials), [
    addresses.asterisk.wss,
    addresses.users[user],
  ] as const);
}
