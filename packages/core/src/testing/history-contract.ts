import {expect, it} from 'vitest';
import type {CallHistoryEntry, CallHistoryStore} from '../history.js';

/** A missed call that began at `startedAt`. */
export function missedCall(id: string, startedAt: number): CallHistoryEntry {
  const remote = {uri: 'sip:bob@pbx.example', displayName: 'Bob'};
  return {
    id,
    direction: 'incoming',
    remote,
    account: 'sip:alice@pbx.example',
    startedAt,
    endedAt: startedAt + 9_000,
    status: 'cleared',
    cause: 'missed',
  };
}

/** What every call history does. */
export function testHistory(make: (options?: {limit: number}) => CallHistoryStore): void {
  const ids = async (history: CallHistoryStore, options?: {limit?: number; before?: number}) =>
    (await history.list(options)).map(({id}) => id).join(' ');

  it('lists what was added, newest first', async () => {
    const history = make();
    await history.add(missedCall('b', 2));
    await history.add(missedCall('c', 3));
    await history.add(missedCall('a', 1));
    expect(await ids(history)).toBe('c b a');
    expect((await history.list())[2]).toEqual(missedCall('a', 1));
  });

  it('lists page by page', async () => {
    const history = make();
    for (const startedAt of [1, 2, 3, 4, 5]) await history.add(missedCall(`${startedAt}`, startedAt));
    expect(await ids(history, {limit: 2})).toBe('5 4');
    expect(await ids(history, {limit: 2, before: 4})).toBe('3 2');
    expect(await ids(history, {limit: 2, before: 2})).toBe('1');
  });

  it('keeps the newest within its bound', async () => {
    const history = make({limit: 3});
    for (const startedAt of [2, 5, 1, 4, 3]) await history.add(missedCall(`${startedAt}`, startedAt));
    expect(await ids(history)).toBe('5 4 3');
  });

  it('marks calls as seen, and ignores what it does not know', async () => {
    const history = make();
    for (const id of ['a', 'b', 'c']) await history.add(missedCall(id, 1));
    await history.markSeen('a', 'c', 'unknown');
    const seen = (await history.list()).filter((entry) => entry.seen).map(({id}) => id);
    expect(seen.sort()).toEqual(['a', 'c']);
  });

  it('removes one, or all', async () => {
    const history = make();
    for (const id of ['a', 'b']) await history.add(missedCall(id, 1));
    await history.remove('a');
    expect(await ids(history)).toBe('b');
    await history.clear();
    expect(await ids(history)).toBe('');
  });

  it('tells of every change', async () => {
    const history = make();
    let changes = 0;
    history.addEventListener('change', () => changes++);
    await history.add(missedCall('a', 1));
    await history.markSeen('a');
    await history.remove('a');
    await history.clear();
    expect(changes).toBe(4);
  });
}
