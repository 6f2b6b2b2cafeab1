import {Worker} from 'node:worker_threads';
import {extensions} from '../../packages/stack/src/index.js';
import {nextCall, type Setting} from './setting.js';
import {line} from './statistics.js';

/** A telephone and a participant of a room, in one page, who hear each other through the bridge. */
export async function converse(setting: Setting) {
  const {stack, livekit, pool, leg, token} = setting;
  const {asterisk, users} = stack.addresses;
  const page = await setting.page();
  const measure = (from: string, to: string, count: number) =>
    page.evaluate(([from, to, count]) => bench.measure(from, to, count), [from, to, count] as const);
  const conversation = {
    measure,
    /** Measures, and prints one line. */
    async show(name: string, from: string, to: string, count: number): Promise<void> {
      const results = await measure(from, to, count);
      const waits = (await page.evaluate(() => bench.buffers())).map((wait) => wait.toFixed(0));
      console.log(`${line(name, results)}   in browsers' jitter buffers ${waits.join(', ')} ms`);
    },
    async enter(name: string, room: string): Promise<void> {
      await page.evaluate(([name, url, token]) => bench.enter(name, url, token), [
        name,
        livekit.url,
        await token(room, name),
      ] as const);
    },
    async call(name: string, user: 'alice' | 'bob', target: string): Promise<void> {
      await page.evaluate(([name, url, user, target]) => bench.call(name, url, user, target), [
        name,
        asterisk.wss,
        users[user],
        target,
      ] as const);
    },
  };
  await conversation.enter('guest', 'room');
  const driven = nextCall(stack);
  await conversation.call('phone', 'alice', extensions.driven);
  await pool.join(leg(await driven, 'room', 'anna'));
  await measure('phone', 'guest', 5);
  return conversation;
}

/** Keeps every core busy. */
export async function busy(milliseconds: number): Promise<void> {
  const code = `const end = Date.now() + ${milliseconds}; while (Date.now() < end);`;
  const workers = Array.from({length: 4}, () => new Worker(code, {eval: true}));
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
}
