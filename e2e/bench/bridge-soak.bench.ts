// Whether delay grows: a conversation through the bridge with a busy second each minute. BENCH_MINUTES=30 for the whole of it.
import {setTimeout as sleep} from 'node:timers/promises';
import {busy, converse} from './conversation.js';
import {setUp} from './setting.js';

const minutes = Number(process.env['BENCH_MINUTES'] ?? 3);
const setting = await setUp();

try {
  const {show} = await converse(setting);
  for (let minute = 0; minute <= minutes; minute++) {
    await show(`minute ${minute}: phone to room`, 'phone', 'guest', 12);
    await show(`minute ${minute}: room to phone`, 'guest', 'phone', 12);
    if (minute === minutes) break;
    await busy(1000);
    await sleep(40_000);
  }
} finally {
  await setting.close();
}
process.exit(0);
