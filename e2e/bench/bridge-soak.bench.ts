// Whether delay grows or anything is lost: half an hour through the bridge with a busy second each minute. BENCH_MINUTES=2 for a quick look.
import {setTimeout as sleep} from 'node:timers/promises';
import {busy, converse, openPage, ways} from './conversation.js';
import {setUp} from './setting.js';
import {line, ratio} from './statistics.js';

const minutes = Number(process.env['BENCH_MINUTES'] ?? 30);
const setting = await setUp();

try {
  const page = await openPage(setting);
  await converse(setting, page, 'Sidetone', 'alice', (...joined) =>
    setting.pool.join(setting.leg(...joined)),
  );
  const heard = ways('Sidetone').map(([way, from, to]) => ({
    way,
    from,
    to,
    minutes: [] as (number | null)[][],
  }));
  for (let minute = 0; minute <= minutes; minute++) {
    for (const {way, from, to, minutes} of heard) {
      const results = await page.measure(from, to, 12);
      minutes.push(results);
      console.log(line(`minute ${minute}: ${way}`, results));
    }
    if (minute === minutes) break;
    await busy(1000);
    await sleep(40_000);
  }
  for (const {way, minutes} of heard) {
    console.log(line(`${way}, all the time`, minutes.flat()));
    console.log(ratio(`${way}, last minute to first`, minutes.at(-1) ?? [], minutes[0] ?? []));
  }
} finally {
  await setting.close();
}
process.exit(0);
