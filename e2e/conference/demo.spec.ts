import type {Page} from '@playwright/test';
import {isAccessible} from '../support/axe.js';
import {tabTo} from '../support/keyboard.js';
import {expect, test} from '../support/gateway.js';

/** A tile of somebody in the room. */
const tile = (page: Page, name: string | RegExp) =>
  page.locator('sidetone-conference').getByRole('listitem').filter({hasText: name});

test('the demo’s room by keyboard: joined, a phone called into it, answered, hung up', async ({
  application,
  browser,
  site,
}) => {
  test.setTimeout(150_000);
  await application.room('demo');
  const open = async (as: string) => {
    const page = await (await browser.newContext({baseURL: site.url})).newPage();
    await page.goto(`/demo/room.html?as=${as}&lang=en`);
    return page;
  };
  const [alice, bob, grace] = await Promise.all([open('alice'), open('bob'), open('guest')]);
  await expect(bob.locator('sidetone-softphone [part=registration]')).toHaveText('Ready');
  await expect(grace.locator('sidetone-softphone')).toHaveCount(0);
  await isAccessible(alice, 'before joining');

  for (const page of [alice, grace]) {
    await tabTo(page, 'Join');
    await page.keyboard.press('Enter');
  }
  await expect(tile(alice, 'Grace')).toBeVisible();
  await expect(tile(grace, 'Alice')).toBeVisible();

  await tabTo(alice, 'Add a phone');
  await alice.keyboard.press('Enter');
  await tabTo(alice, 'Call a phone into the room');
  await alice.keyboard.type('bob');
  await alice.keyboard.press('Enter');
  await expect(tile(grace, /Ringing/)).toBeVisible();
  await bob.locator('sidetone-softphone').getByRole('button', {name: 'Answer', exact: true}).click();
  for (const page of [alice, grace]) await expect(tile(page, /Connected/)).toBeVisible();
  await isAccessible(alice, 'with a phone in the room');

  await bob.locator('sidetone-softphone').getByRole('button', {name: 'Hang up', exact: true}).click();
  for (const page of [alice, grace]) await expect(tile(page, /Connected/)).toHaveCount(0);
  await tabTo(alice, 'Leave');
  await alice.keyboard.press('Enter');
  await expect(tile(grace, 'Alice')).toHaveCount(0);
  for (const page of [alice, bob, grace]) await page.context().close();
});
