import type {Locator, Page} from '@playwright/test';
import {providerNumbers} from '../../packages/stack/src/index.js';
import {alone} from '../support/alone.js';
import {expect, test as base} from '../support/attendee.js';
import {isAccessible} from '../support/axe.js';
import {tabTo} from '../support/keyboard.js';

/** Opens the demo's room as somebody, in a window of their own. */
const test = base.extend<{visit: (as: 'alice' | 'bob' | 'guest') => Promise<Page>}>({
  visit: async ({application, browser, site}, use) => {
    await application.room('demo');
    const pages: Page[] = [];
    await use(async (as) => {
      const page = await (await browser.newContext({baseURL: site.url})).newPage();
      pages.push(page);
      await page.goto(`/demo/room.html?as=${as}&lang=en`);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },
});

// Three whole pages with sound, pressed key by key: these are alone.
test.describe.configure({timeout: 300_000});

/** A tile of somebody in the room. */
const tile = (page: Page, name: string | RegExp) =>
  page.locator('sidetone-conference').getByRole('listitem').filter({hasText: name});

/** Presses a button by keyboard alone. */
async function press(page: Page, button: string | Locator): Promise<void> {
  if (typeof button === 'string')
    await expect(page.getByRole('button', {name: button, exact: true})).toBeVisible();
  await tabTo(page, typeof button === 'string' ? button : ((await button.textContent()) ?? '').trim());
  await page.keyboard.press('Enter');
}

const isReady = (page: Page) =>
  expect(page.locator('sidetone-softphone [part=registration]')).toHaveText('Ready');

test(
  'the demo’s room by keyboard: joined, a phone called into it, answered, hung up',
  alone,
  async ({visit}) => {
    const [alice, bob, grace] = await Promise.all([visit('alice'), visit('bob'), visit('guest')]);
    await isReady(bob);
    await expect(grace.locator('sidetone-softphone')).toHaveCount(0);
    await isAccessible(alice, 'before joining');

    for (const page of [alice, grace]) await press(page, 'Join');
    await expect(tile(alice, 'Grace')).toBeVisible();
    await expect(tile(grace, 'Alice')).toBeVisible();

    await press(alice, 'Add a phone');
    await tabTo(alice, 'Call a phone into the room');
    await alice.keyboard.type('bob');
    await alice.keyboard.press('Enter');
    await expect(tile(grace, /Ringing/)).toBeVisible();
    await bob.locator('sidetone-softphone').getByRole('button', {name: 'Answer', exact: true}).click();
    for (const page of [alice, grace]) await expect(tile(page, /Connected/)).toBeVisible();
    await isAccessible(alice, 'with a phone in the room');

    await bob.locator('sidetone-softphone').getByRole('button', {name: 'Hang up', exact: true}).click();
    for (const page of [alice, grace]) await expect(tile(page, /Connected/)).toHaveCount(0);
    await press(alice, 'Leave');
    await expect(tile(grace, 'Alice')).toHaveCount(0);
  },
);

test(
  'a call comes in during the conference: by keyboard from beside the room into it, where it stays',
  alone,
  async ({visit}) => {
    const [alice, bob, grace] = await Promise.all([visit('alice'), visit('bob'), visit('guest')]);
    await Promise.all([isReady(alice), isReady(bob)]);
    for (const page of [alice, grace]) await press(page, 'Join');
    await expect(tile(grace, 'Alice')).toBeVisible();

    const phone = bob.locator('sidetone-softphone');
    await phone.getByRole('textbox', {name: 'Number or name'}).fill('alice');
    await phone.getByRole('button', {name: 'Call', exact: true}).click();
    await expect(alice.locator('sidetone-incoming-call')).toBeVisible();
    await press(alice, 'Answer');
    const beside = alice.locator('sidetone-bring-in');
    const place = beside.locator('[part=place]');
    const swap = beside.locator('[part=swap]');
    await expect(place).toHaveText(/^You talk with .* The room waits, and does not hear you\.$/);
    await expect(tile(grace, /Alice/)).toContainText('Away for the moment');
    await isAccessible(alice, 'with a call beside the room');

    await press(alice, swap);
    await expect(place).toHaveText(/^You are in the room\. .* waits\.$/);
    await expect(tile(grace, /Alice/)).not.toContainText('Away for the moment');
    await press(alice, swap);
    await expect(place).toHaveText(/^You talk with /);

    await press(alice, 'Take into the room');
    await expect(place).toHaveText(/ is in the room through this page, until you leave\.$/);
    await expect(tile(grace, 'Through Alice’s page')).toBeVisible();
    await isAccessible(alice, 'with a call in the room');
    await press(alice, 'Talk alone');
    await expect(place).toHaveText(/^You talk with /);
    await expect(tile(grace, 'Through Alice’s page')).toHaveCount(0);

    await tabTo(alice, 'Stays in the room when I leave');
    await alice.keyboard.press('Space');
    await press(alice, 'Take into the room');
    await expect(place).toHaveCount(0, {timeout: 30_000});
    for (const page of [alice, grace]) await expect(tile(page, /Connected/)).toBeVisible();
    await alice.close();
    await expect(tile(grace, 'Alice')).toHaveCount(0);
    await expect(tile(grace, /Connected/)).toBeVisible();
    await expect(phone.locator('.call-card sidetone-call-status')).toContainText('Connected');
    await phone.getByRole('button', {name: 'Hang up', exact: true}).click();
    await expect(tile(grace, /Connected/)).toHaveCount(0);
  },
);

test(
  'numbers at the provider, called from the page: one speaks, one is busy; alice may end what grace has called',
  alone,
  async ({visit}) => {
    const [alice, grace] = await Promise.all([visit('alice'), visit('guest')]);
    for (const page of [alice, grace]) await press(page, 'Join');
    await expect(tile(alice, 'Grace')).toBeVisible();
    const number = (page: Page, what: keyof typeof providerNumbers) =>
      page.locator(`[data-dial="${providerNumbers[what]}"]`);
    // It is shown for some seconds.
    await Promise.all([
      ...[alice, grace].map((page) => expect(tile(page, /busy/i)).toBeVisible()),
      number(grace, 'busy').click(),
    ]);
    for (const page of [alice, grace]) await expect(tile(page, /busy/i)).toHaveCount(0);

    await number(grace, 'speaks').click();
    for (const page of [alice, grace]) {
      await expect(tile(page, /Connected/)).toBeVisible();
      await expect(tile(page, /Connected/).getByTitle('Speaking')).toBeVisible();
    }
    await tile(alice, /Connected/)
      .getByRole('button', {name: /^What can be done with/})
      .click();
    await tile(alice, /Connected/)
      .getByRole('button', {name: 'Hang up', exact: true})
      .click();
    for (const page of [alice, grace]) await expect(tile(page, /Connected/)).toHaveCount(0);
  },
);
