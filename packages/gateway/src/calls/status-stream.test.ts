import {setImmediate} from 'node:timers/promises';
import {expect, test, vi} from 'vitest';
import {createLogger} from '../log/logger.js';
import type {CallEntry} from './call-entry.js';
import {StatusStream} from './status-stream.js';
import type {ShownStatus} from './statuses.js';

const log = createLogger('silent');

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Rooms in which nothing is. */
function emptyRooms() {
  const current = vi.fn(async () => ({version: 1, shown: []}));
  return {current, since: async () => []};
}

test('whoever has left before it began follows nothing, and leaves no feed behind', async () => {
  const source = emptyRooms();
  const stream = new StatusStream(source, log);
  expect(await all(stream.follow('standup', undefined, AbortSignal.abort()))).toEqual([]);
  const before = source.current.mock.calls.length;
  // A feed that was left behind would serve this one, and not look anew.
  const again = new AbortController();
  const second = stream.follow('standup', undefined, again.signal);
  const next = second.next();
  again.abort();
  await next;
  expect(source.current.mock.calls.length).toBe(before + 2);
});

test('a status that comes while the first look is slow is not missed', async () => {
  let answer = () => {};
  const slow = new Promise<void>((resolve) => (answer = resolve));
  const kept: ShownStatus[] = [];
  const add = (callid: string) => kept.push({version: kept.length + 1, entry: {callid} as CallEntry});
  let looks = 0;
  const current = async () => {
    if (!looks++) await slow;
    return {version: kept.length, shown: [...kept]};
  };
  const since = async (_room: string, version: number) => kept.slice(version);
  const away = new AbortController();
  const following = new StatusStream({current, since}, log).follow('standup', undefined, away.signal);
  const first = following.next();
  add('one');
  answer();
  await setImmediate();
  add('two');
  expect(await first).toMatchObject({value: {entry: {callid: 'one'}}});
  expect(await following.next()).toMatchObject({value: {entry: {callid: 'two'}}});
  away.abort();
  await following.next();
});

test('a database that is away is told to whoever follows', async () => {
  const away = async () => Promise.reject(new Error('away'));
  const stream = new StatusStream({current: away, since: away}, log);
  await expect(all(stream.follow('standup', undefined, new AbortController().signal))).rejects.toThrow(
    'away',
  );
});
