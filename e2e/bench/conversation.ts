import {Worker} from 'node:worker_threads';
import {extensions} from '../../packages/stack/src/index.js';
import {nextCall, type Setting} from './setting.js';

/** What people in one page say and hear of each other, in LiveKit rooms and on the phone. */
export async function openPage(setting: Setting) {
  const {stack, livekit, token} = setting;
  const {asterisk, users} = stack.addresses;
  const page = await setting.page();
  return {
    /** From mouth to ear, in ms, for so many sounds. */
    measure: (from: string, to: string, count: number) =>
      page.evaluate(([from, to, count]) => bench.measure(from, to, count), [from, to, count] as const),
    async enter(name: string, room: string): Promise<void> {
      await page.evaluate(([name, url, token]) => bench.enter(name, url, token), [
        name,
        livekit.url,
        await token(room, name),
      ] as const);
    },
    /** Calls, as one of the stack's users. */
    async call(name: string, user: 'alice' | 'bob', target: string): Promise<void> {
      await page.evaluate(([name, url, user, target]) => bench.call(name, url, user, target), [
        name,
        asterisk.wss,
        users[user],
        target,
      ] as const);
    },
  };
}

export type BenchPage = Awaited<ReturnType<typeof openPage>>;

/** `NAME guest` in the room `NAME` and `NAME phone` hear each other, the phone by what `join` does with its channel. */
export async function converse(
  {stack}: Setting,
  page: BenchPage,
  name: string,
  user: 'alice' | 'bob',
  join: (channelId: string, room: string, identity: string) => Promise<unknown>,
): Promise<void> {
  await page.enter(`${name} guest`, name);
  const driven = nextCall(stack);
  await page.call(`${name} phone`, user, extensions.driven);
  await join(await driven, name, 'phone');
  // What is heard first is no measure: the jitter buffers are learning.
  for (const [, from, to] of ways(name)) await page.measure(from, to, 8);
}

/** The two ways of a conversation: their names, who speaks and who hears. */
export const ways = (name: string): readonly (readonly [way: string, from: string, to: string])[] => [
  ['phone to room', `${name} phone`, `${name} guest`],
  ['room to phone', `${name} guest`, `${name} phone`],
];

/** Keeps every core busy. */
export async function busy(milliseconds: number): Promise<void> {
  const code = `const end = Date.now() + ${milliseconds}; while (Date.now() < end);`;
  const workers = Array.from({length: 4}, () => new Worker(code, {eval: true}));
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
}
