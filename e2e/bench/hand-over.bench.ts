// How long it is silent when a call that is mixed in a page is handed to the server, in both directions. BENCH_COUNT hand-overs.
import {chromium} from '@playwright/test';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {createStack, freeTcpPorts} from '../../packages/stack/src/index.js';
import {servePages} from '../../packages/stack/src/page-server.js';
import {chromiumFlags, findChromium} from '../../scripts/lib/chromium.mjs';
import {openAttendee, type Name} from '../support/attendee.js';
import {line} from './statistics.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const count = Number(process.env['BENCH_COUNT'] ?? 10);
const folder = await mkdtemp(join(tmpdir(), 'sidetone-bench-'));
const [port = 0] = await freeTcpPorts(1);
const stack = await createStack({
  folder,
  livekit: true,
  gateway: {origins: [`http://localhost:${port}`]},
  report: console.log,
});
const site = await servePages(stack.addresses, {
  root,
  cacheDir: join(root, '.cache/vite-bench-conference'),
  optimizeDeps: {entries: ['e2e/pages/conference.html']},
  server: {port, strictPort: true, watch: null, hmr: false},
});
const executablePath = findChromium();
const trust = `--ignore-certificate-errors-spki-list=${stack.addresses.spki}`;
const browser = await chromium.launch({
  args: [...chromiumFlags, trust],
  ...(executablePath && {executablePath}),
});

try {
  const application = stack.gateway!;
  await application.room('bench');
  const open = (name: Name, setup: object) =>
    openAttendee({browser, url: site.url, application}, {name, userId: `${name}bench`, ...setup});
  const host = await open('alice', {room: 'bench'});
  const guest = await open('bob', {room: 'bench', phoneless: true});
  const caller = await open('carol', {});
  await Promise.all([host.register(), caller.register(), host.join(), guest.join()]);
  await host.page.evaluate(() => attendee.conference.mute(true));
  const gaps: Record<string, number[]> = {'caller to room': [], 'room to caller': []};
  for (let round = 0; round < count; round++) {
    await caller.dial(host.userId);
    await host.callIs('ringing');
    await host.answer();
    await host.callIs('connected');
    await host.page.evaluate(() => attendee.call().mute(true));
    await host.bringIn('page');
    for (const {page} of [guest, caller]) {
      await page.evaluate(() => attendee.watch());
      await page.waitForFunction(() => attendee.gaps.longest >= 0);
    }
    await host.page.evaluate(async () => void (await attendee.conference.hand(attendee.call())));
    await host.page.waitForTimeout(3000);
    gaps['caller to room']!.push(await guest.longestGap());
    gaps['room to caller']!.push(await caller.longestGap());
    await caller.hangup();
    await guest.sees([{kind: 'person'}]);
  }
  for (const [name, results] of Object.entries(gaps)) console.log(line(`silence, ${name}`, results));
} finally {
  await browser.close();
  await site.close();
  await stack.stop();
  await rm(folder, {recursive: true});
}
process.exit(0);
