// From mouth to ear through the bridge, between a telephone and a participant in one page, beside the naive bridge and what the way costs without any.
import {setTimeout as sleep} from 'node:timers/promises';
import {extensions} from '../../packages/stack/src/index.js';
import {busy, converse, openPage, ways} from './conversation.js';
import {setUp} from './setting.js';
import {line, ratio} from './statistics.js';

const count = Number(process.env['BENCH_COUNT'] ?? 24);
/** Sounds in a row through one bridge, before it is the other's turn. */
const turn = 6;
const bridges = ['Sidetone', 'naive'] as const;
const setting = await setUp();

try {
  const page = await openPage(setting);
  const {pool, leg, joinNaively} = setting;
  await converse(setting, page, 'Sidetone', 'alice', (...joined) => pool.join(leg(...joined)));
  await converse(setting, page, 'naive', 'bob', joinNaively);

  const compare = async (when: string, times: number) => {
    for (const [index, [way]] of ways('').entries()) {
      const results = {Sidetone: [] as (number | null)[], naive: [] as (number | null)[]};
      for (let done = 0; done < times; done += turn)
        for (const bridge of bridges) {
          const [, from = '', to = ''] = ways(bridge)[index] ?? [];
          results[bridge].push(...(await page.measure(from, to, turn)));
        }
      for (const bridge of bridges) console.log(line(`${way}${when}: ${bridge}`, results[bridge]));
      console.log(ratio(`${way}${when}: Sidetone to naive`, results.Sidetone, results.naive));
    }
  };
  await compare('', count);
  await busy(1000);
  await sleep(2000);
  await compare(', after a busy second', count / 2);

  await page.enter('one', 'alone');
  await page.enter('two', 'alone');
  await page.measure('one', 'two', 8);
  console.log(line('LiveKit alone, browser to browser', await page.measure('one', 'two', count)));
  await page.call('echo', 'alice', extensions.echo);
  await page.measure('echo', 'echo', 8);
  console.log(line('Asterisk alone, there and back', await page.measure('echo', 'echo', count)));
} finally {
  await setting.close();
}
process.exit(0);
