// Whether a call mixed into a room in the page is heard without a gap over 40 ms. BENCH_MINUTES=30 for the whole of it.
import {setTimeout as sleep} from 'node:timers/promises';
import {listenIn} from './page-mix.js';
import {setUp} from './setting.js';

const minutes = Number(process.env['BENCH_MINUTES'] ?? 2);
const setting = await setUp();

try {
  const {page} = await listenIn(setting);
  await page.evaluate(() => bench.bringIn());
  await page.evaluate(() => bench.measure('caller', 'guest', 8));
  await page.evaluate(() => bench.watch('caller', 'guest'));
  // The first sound ends a silence.
  await sleep(2000);
  await page.evaluate(() => bench.gaps('guest'));
  const all: number[] = [];
  for (let minute = 1; minute <= minutes; minute++) {
    await sleep(60_000);
    const gaps = await page.evaluate(() => bench.gaps('guest'));
    all.push(...gaps);
    const list = gaps.map((gap) => gap.toFixed(0)).join(', ');
    console.log(`minute ${minute}: ${gaps.length} gaps over 40 ms${list && `: ${list} ms`}`);
  }
  console.log(
    `${all.length} gaps over 40 ms in ${minutes} minutes, the longest ${Math.max(0, ...all).toFixed(0)} ms`,
  );
} finally {
  await setting.close();
}
process.exit(0);
