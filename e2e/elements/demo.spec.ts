import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Route} from '@playwright/test';
import type {PageAddresses} from '../../packages/stack/src/index.js';
import {expect, test} from '../support/test.js';

test('what there is to dial fills the keypad, and the call is told step by step', async ({window}) => {
  const alice = await window('alice');
  await alice.isReady();
  await alice.page.getByRole('button', {name: /^603/}).click();
  await expect(alice.phone.getByRole('textbox', {name: 'Number or name'})).toHaveValue('603');
  await alice.page.keyboard.press('Enter');
  const steps = alice.page.getByRole('region', {name: 'Call'}).getByRole('listitem');
  await expect(steps.last()).toContainText('Busy');
});

test('language, direction and light follow the choice', async ({window}) => {
  const {page} = await window('alice');
  await page.getByLabel('Language').selectOption('العربية');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('button', {name: 'اتصال'})).toBeVisible();
  await page.getByLabel('المظهر').selectOption('داكن');
  const background = await page.locator('html').evaluate((html) => getComputedStyle(html).backgroundColor);
  expect(background).toBe('rgb(11, 16, 21)');
});

test('bob’s phone opens in a second window', async ({window, engine}) => {
  const alice = await window('alice');
  const opened = alice.page.waitForEvent('popup');
  await alice.page.getByRole('link', {name: 'New window'}).click();
  const bob = await opened;
  await expect(bob.locator('sidetone-softphone [part=account]')).toHaveText('Bob');
  await expect(bob.locator('sidetone-softphone [part=registration]')).toHaveText('Ready');
  expect(new URL(bob.url()).searchParams.get('engine') ?? 'jssip').toBe(engine);
});

test('the copied lines make a phone in a page of one’s own', async ({window}) => {
  const alice = await window('alice');
  await alice.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await alice.page.getByRole('button', {name: 'Copy'}).click();
  await expect(alice.page.getByRole('status').filter({hasText: 'Copied'})).toBeVisible();
  const lines = await alice.page.evaluate(() => navigator.clipboard.readText());
  expect(lines.trim().split('\n')).toHaveLength(6);

  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(`<!doctype html>\n${lines}`);
  }).listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    const page = await alice.page.context().newPage();
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    await expect(page.locator('sidetone-softphone [part=registration]')).toHaveText('Ready');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('without an Asterisk the page is its own far end', async ({window}) => {
  const withoutAsterisk = async (route: Route) => {
    const addresses = (await (await route.fetch()).json()) as PageAddresses;
    await route.fulfill({json: {users: addresses.users, extensions: addresses.extensions}});
  };
  const alice = await window('alice', {prepare: (page) => page.route('/addresses.json', withoutAsterisk)});
  await alice.isReady();
  await expect(alice.page.getByRole('link', {name: 'New window'})).toBeHidden();
  await alice.page.getByRole('button', {name: /^603/}).click();
  await alice.page.keyboard.press('Enter');
  const steps = alice.page.getByRole('region', {name: 'Call'}).getByRole('listitem');
  await expect(steps.last()).toContainText('Busy');
});
