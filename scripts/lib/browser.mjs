import {existsSync} from 'node:fs';
import {findChromium} from './chromium.mjs';
import {run} from './run.mjs';

/**
 * Sees to it that there is a browser for the tests: `CHROMIUM_PATH`, an installed Chromium or Chrome, Playwright's own
 * download, Debian's package, in this order. Throws when none can be had, and says what to do.
 */
export async function ensureChromium({
  find = findChromium,
  downloaded = playwrightHasChromium,
  execute = run,
  report = console.log,
  isRoot = process.getuid?.() === 0,
} = {}) {
  if (find() || (await downloaded())) return;
  report('chromium: none is installed, downloading the one that Playwright uses …');
  const options = isRoot ? ['--with-deps'] : [];
  const {code} = await execute('npx', ['--no-install', 'playwright', 'install', ...options, 'chromium']);
  if (code === 0 && (await downloaded())) return;
  if (isRoot && existsSync('/etc/debian_version')) {
    report('chromium: the download failed, installing the package of this system …');
    await execute('apt-get', ['update']);
    await execute('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium']);
    if (find()) return;
  }
  throw new Error(
    'The tests need Chromium: install it (`apt-get install chromium`), or name one in CHROMIUM_PATH.',
  );
}

async function playwrightHasChromium() {
  const {chromium} = await import('playwright');
  return existsSync(chromium.executablePath());
}
