// What a leg costs, from one to as many as this machine carries: each hears one other, in rooms of two. How fast a phone is in its room. And what
// the naive bridge costs.
import {setTimeout as sleep} from 'node:timers/promises';
import {idle, load, memory, pidsOf} from './processes.js';
import {setUp, toneCall, toneLeg} from './setting.js';
import {line} from './statistics.js';

const steps = (process.env['BENCH_LEGS'] ?? '1,2,4,8,12,16,20,24').split(',').map(Number);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 8);
/** With less of the machine left, in percent, audio begins to suffer. */
const reserve = 15;
/** Legs of the naive bridge, to compare with. */
const compared = 4;
const setting = await setUp();

try {
  const joins: number[] = [];
  const costs = new Map<number, number>();
  const [asterisk = 0] = pidsOf(`${setting.folder}/etc/asterisk.conf`);
  const [livekit = 0] = pidsOf(`${setting.folder}/etc/livekit.yaml`);
  while (!setting.pool.workers[0]?.up) await sleep(100);
  const bare = memory(setting.worker());
  const measure = async (legs: number, worker: number) => {
    await sleep(3000);
    const free = idle();
    const used = await load([worker, asterisk, livekit], () => sleep(seconds * 1000));
    return {left: free(), cost: used.map((part) => part / legs)};
  };

  let legs = 0;
  for (const step of steps) {
    for (; legs < step; legs++) {
      const from = performance.now();
      await toneLeg(setting, `room-${Math.floor(legs / 2)}`, `phone-${legs}`);
      joins.push(performance.now() - from);
    }
    const {left, cost} = await measure(legs, setting.worker());
    const [own = 0, ofAsterisk = 0, ofLivekit = 0] = cost;
    costs.set(legs, own);
    const grown = (memory(setting.worker()) - bare) / legs;
    console.log(
      `${String(legs).padStart(3)} legs: bridge ${own.toFixed(1)} % of a core a leg, ${grown.toFixed(1)} MB a leg over ${bare.toFixed(0)} MB` +
        `   Asterisk ${ofAsterisk.toFixed(1)} %   LiveKit ${ofLivekit.toFixed(1)} %   idle ${left.toFixed(0)} % of the machine`,
    );
    if (left < reserve) {
      console.log(`With ${legs} legs this machine has less than ${reserve} % left.`);
      break;
    }
  }
  console.log(line('called to in the room', joins));

  await Promise.all([...setting.pool.legs.values()].map((leg) => leg.leave()));
  for (const {id} of await setting.stack.ari.channels())
    await setting.stack.ari.hangup(id).catch(() => undefined);
  for (let leg = 0; leg < compared; leg++)
    await setting.joinNaively(await toneCall(setting.stack), `naive-${Math.floor(leg / 2)}`, `naive-${leg}`);
  const [naive = 0] = (await measure(compared, setting.naive())).cost;
  const own = costs.get(compared) ?? NaN;
  console.log(
    `${String(compared).padStart(3)} legs: naive bridge ${naive.toFixed(1)} % of a core a leg   ratio Sidetone to naive ${(own / naive).toFixed(2)}`,
  );
} finally {
  await setting.close();
}
process.exit(0);
