/**
 * Takes a picture of each element's stories as people have them: light, dark, from right to left, 280 px wide, and in
 * forced colours. To be looked at, not kept. `npm run pictures:elements [-- folder [stories …]]`.
 */
import {mkdir, readdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium, type BrowserContextOptions} from 'playwright';
import {createServer} from 'vite';
import {chromiumFlags, findChromium} from '../../scripts/lib/chromium.mjs';

interface Look extends BrowserContextOptions {
  query?: string;
}

const looks: Record<string, Look> = {
  light: {colorScheme: 'light'},
  dark: {colorScheme: 'dark'},
  arabic: {colorScheme: 'light', query: '&lang=ar'},
  narrow: {colorScheme: 'light', query: '&lang=de&width=280'},
  forced: {colorScheme: 'dark', forcedColors: 'active'},
};

const repository = fileURLToPath(new URL('../..', import.meta.url));
const [target = join(tmpdir(), 'sidetone-elements'), ...wanted] = process.argv.slice(2);
const folder = resolve(target);
const files = await readdir(join(repository, 'stories'));
const all = files.flatMap((file) => /^(.*)\.stories\.ts$/.exec(file)?.[1] ?? []);

await mkdir(folder, {recursive: true});
const server = await createServer({
  configFile: false,
  logLevel: 'warn',
  root: repository,
  resolve: {conditions: ['@sidetone/source', 'module', 'browser', 'development|production']},
  server: {host: 'localhost'},
});
await server.listen();
const [site = ''] = server.resolvedUrls?.local ?? [];
const executablePath = findChromium();
const browser = await chromium.launch({args: chromiumFlags, ...(executablePath && {executablePath})});
try {
  for (const [look, {query = '', ...media}] of Object.entries(looks)) {
    const context = await browser.newContext({viewport: {width: 1320, height: 600}, ...media});
    for (const stories of wanted.length ? wanted : all) {
      const page = await context.newPage();
      page.on('pageerror', (error) => process.stderr.write(`${stories}: ${error.message}\n`));
      await page.goto(`${site}e2e/pictures/elements.html?stories=${stories}${query}`);
      await page.locator('html[data-ready]').waitFor();
      await page.screenshot({
        path: join(folder, `${stories}-${look}.png`),
        fullPage: true,
        animations: 'disabled',
      });
      await page.close();
    }
    await context.close();
  }
  process.stdout.write(`The pictures are in ${folder}\n`);
} finally {
  await browser.close();
  await server.close();
}
