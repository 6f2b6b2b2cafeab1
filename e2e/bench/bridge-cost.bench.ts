// What a leg costs, from one to as many as asked for: each hears one other, in rooms of two. And how fast a phone is in its room.
import {setTimeout as sleep} from 'node:timers/promises';
import {load, memory, pidsOf} from './processes.js';
import {setUp, toneLeg} from './setting.js';
import {line} from './statistics.js';

const steps = (process.env['BENCH_LEGS'] ?? '2,4,8,12').split(',').map(Number);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 10);
const setting = await setUp();

try {
  const joins: number[] = [];
  const [asterisk = 0] = pidsOf(`${setting.folder}/etc/asterisk.conf`);
  const [livekit = 0] = pidsOf(`${setting.folder}/etc/livekit.yaml`);
  while (!setting.pool.workers[0]?.up) await sleep(100);
  const idle = memory(setting.worker());
  let legs = 0;
  for (const step of steps) {
    for (; legs < step; legs++) {
      const from = performance.now();
      await toneLeg(setting, `room-${Math.floor(legs / 2)}`, `phone-${legs}`);
      joins.push(performance.now() - from);
    }
    await sleep(3000);
    const used = await load([setting.worker(), asterisk, livekit], () => sleep(seconds * 1000));
    const [worker = 0, ...others] = used.map((part) => part / legs);
    const grown = (memory(setting.worker()) - idle) / legs;
    console.log(
      `${String(legs).padStart(3)} legs: bridge ${worker.toFixed(1)} % of a core a leg, ${grown.toFixed(1)} MB a leg over ${idle.toFixed(0)} MB` +
        `   Asterisk ${others[0]?.toFixed(1)} %   LiveKit ${others[1]?.toFixed(1)} %`,
    );
  }
  console.log(line('called to in the room', joins));
} finally {
  await setting.close();
}
process.exit(0);
