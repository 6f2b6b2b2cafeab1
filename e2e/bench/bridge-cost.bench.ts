// What a leg costs, from one to as many as this machine carries: each hears one other, in rooms of two. How fast a phone is in its room. And what
// the naive bridge costs.
import {availableParallelism} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {load, memory, pidsOf} from './processes.js';
import {setUp, toneCall, toneLeg} from './setting.js';
import {line} from './statistics.js';

const steps = (process.env['BENCH_LEGS'] ?? '1,2,4,8,12,16,20,24').split(',').map(Number);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 8);
/** Percent of one core that bridge, Asterisk and LiveKit may use together: with more, audio suffers. */
const room = 85 * availableParallelism();
/** Legs of the naive bridge at most, to compare with. */
const compared = 4;
const setting = await setUp();

try {
  const joins: number[] = [];
  const costs = new Map<number, number>();
  const [asterisk = 0] = pidsOf(`${setting.folder}/etc/asterisk.conf`);
  const [livekit = 0] = pidsOf(`${setting.folder}/etc/livekit.yaml`);
  while (!setting.pool.workers[0]?.up) await sleep(100);
  const bare = memory(setting.worker());
  const measure = async (worker: number) => {
    await sleep(3000);
    return load([worker, asterisk, livekit], () => sleep(seconds * 1000));
  };

  let legs = 0;
  for (const step of steps) {
    for (; legs < step; legs++) {
      const from = performance.now();
      await toneLeg(setting, `room-${Math.floor(legs / 2)}`, `phone-${legs}`);
      joins.push(performance.now() - from);
    }
    const used = await measure(setting.worker());
    const [own = 0, ofAsterisk = 0, ofLivekit = 0] = used.map((part) => part / legs);
    costs.set(legs, own);
    const grown = (memory(setting.worker()) - bare) / legs;
    const all = used.reduce((sum, part) => sum + part, 0);
    console.log(
      `${String(legs).padStart(3)} legs: bridge ${own.toFixed(1)} % of a core a leg, ${grown.toFixed(1)} MB a leg over ${bare.toFixed(0)} MB` +
        `   Asterisk ${ofAsterisk.toFixed(1)} %   LiveKit ${ofLivekit.toFixed(1)} %   together ${all.toFixed(0)} % of a core`,
    );
    if (all > room) break;
  }
  console.log(`This machine has carried ${legs} legs.`);
  console.log(line('called to in the room', joins));

  await Promise.all([...setting.pool.legs.values()].map((leg) => leg.leave()));
  for (const {id} of await setting.stack.ari.channels())
    await setting.stack.ari.hangup(id).catch(() => undefined);
  const count = Math.max(...[...costs.keys()].filter((legs) => legs <= compared));
  for (let leg = 0; leg < count; leg++)
    await setting.joinNaively(await toneCall(setting.stack), `naive-${Math.floor(leg / 2)}`, `naive-${leg}`);
  const [used = 0] = await measure(setting.naive());
  const own = costs.get(count) ?? NaN;
  console.log(
    `${String(count).padStart(3)} legs: naive bridge ${(used / count).toFixed(1)} % of a core a leg   ratio Sidetone to naive ${((own * count) / used).toFixed(2)}`,
  );
} finally {
  await setting.close();
}
process.exit(0);
