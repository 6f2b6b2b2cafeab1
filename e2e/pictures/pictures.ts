/** Takes the README's pictures of the demo page, in calls through a real Asterisk. `npm run pictures [-- folder]`. */
import {mkdir, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium, type Browser, type Page} from 'playwright';
import {startDemo} from '../../packages/stack/src/demo/start.js';
import {freeTcpPorts, providerNumbers} from '../../packages/stack/src/index.js';
import {chromiumFlags, findChromium} from '../../scripts/lib/chromium.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = resolve(process.argv[2] ?? join(repository, 'docs/images'));

/** Around an element, in CSS px. */
const margin = 16;
/** Pixels of the picture for each CSS px. */
const density = 2;

interface Window {
  page?: string;
  query: string;
  width: number;
  height: number;
}

async function open(
  browser: Browser,
  site: string,
  {page: path = '', query, width, height}: Window,
): Promise<Page> {
  const context = await browser.newContext({viewport: {width, height}, deviceScaleFactor: density});
  const page = await context.newPage();
  await page.goto(`${site}${path}?${query}`);
  await page.locator('[part~=registration].registered').waitFor();
  return page;
}

async function dial(page: Page, number: string): Promise<void> {
  await page.locator(`[data-dial="${number}"]`).click();
  await page.locator('sidetone-softphone > sidetone-dialpad [part=call]').click();
}

const connected = (page: Page) =>
  page.locator('sidetone-softphone .bars:is(.excellent, .good)').first().waitFor();

/** The window, or one element with some room around it. */
async function take(page: Page, name: string, selector?: string): Promise<void> {
  const box = selector ? await page.locator(selector).boundingBox() : undefined;
  const {width, height} = page.viewportSize()!;
  const clip = box
    ? {x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin, height: box.height + 2 * margin}
    : {x: 0, y: 0, width, height};
  await page.mouse.move(0, 0);
  const session = await page.context().newCDPSession(page);
  const {data} = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 85,
    clip: {...clip, scale: density},
    captureBeyondViewport: true,
  });
  await writeFile(join(folder, `${name}.webp`), data, 'base64');
}

await mkdir(folder, {recursive: true});
const closers: (() => Promise<void>)[] = [];
const [port = 0] = await freeTcpPorts(1);
const {url: site = ''} = await startDemo({
  folder: join(repository, '.stack/pictures'),
  pages: join(repository, 'demo'),
  port,
  report: (line) => process.stdout.write(`${line}\n`),
  onUp: (close) => closers.push(close),
});
const executablePath = findChromium();
const browser = await chromium.launch({args: chromiumFlags, ...(executablePath && {executablePath})});
try {
  const wide = {width: 1240, height: 820};
  const alice = await open(browser, site, {query: 'as=alice&lang=en&theme=light', ...wide});
  const bob = await open(browser, site, {query: 'as=bob&lang=en&theme=dark', ...wide});
  await dial(alice, 'bob');
  const answer = bob.locator('sidetone-incoming-call [part=answer]');
  await answer.waitFor();
  await take(bob, 'demo-incoming', 'sidetone-softphone');
  await answer.click();
  await connected(alice);
  await take(alice, 'demo-call');

  const arabic = await open(browser, site, {query: 'as=carol&lang=ar&theme=light', ...wide});
  await dial(arabic, '607');
  await connected(arabic);
  await arabic.locator('sidetone-softphone > sidetone-pin-entry input').pressSequentially('12345');
  await take(arabic, 'demo-arabic', 'sidetone-softphone');

  const room = {page: 'room.html', width: 1240, height: 720};
  const conference = await open(browser, site, {query: 'as=alice&lang=en&theme=light', ...room});
  const other = await open(browser, site, {query: 'as=bob&lang=en&theme=dark', ...room});
  for (const page of [conference, other]) await page.locator('sidetone-conference [part=join]').click();
  const everybody = conference.locator('sidetone-conference sidetone-participant');
  await everybody.nth(1).waitFor();
  await conference.locator(`[data-dial="${providerNumbers.speaks}"][aria-disabled=false]`).click();
  const telephone = everybody.nth(2);
  await telephone.locator('sidetone-call-status[status=connected]').waitFor();
  await telephone.getByTitle('Speaking').waitFor();
  await take(conference, 'demo-room');

  const narrow = await open(browser, site, {
    query: 'as=dave&lang=en&theme=light',
    width: 280,
    height: 728,
  });
  await take(narrow, 'demo-narrow');
} finally {
  await browser.close();
  for (const close of closers.reverse()) await close();
}
