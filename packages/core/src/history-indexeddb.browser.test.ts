import {deleteDB, openDB} from 'idb';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {IndexedDbCallHistory} from './history-indexeddb.js';
import {missedCall, testHistory} from './testing/history-contract.js';

let name = '';
const open: IndexedDbCallHistory[] = [];

function make(options: {limit?: number} = {}): IndexedDbCallHistory {
  name ||= `history-${crypto.randomUUID()}`;
  const history = new IndexedDbCallHistory({name, ...options});
  open.push(history);
  return history;
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const history of open.splice(0)) await history.close();
  await deleteDB(name);
  name = '';
});

describe('IndexedDbCallHistory', () => {
  testHistory(make);

  it('is still there after the page went', async () => {
    const history = make();
    await history.add(missedCall('a', 1));
    await history.close();
    expect(await make().list()).toEqual([missedCall('a', 1)]);
  });

  it('tells other tabs of a change, and they see it', async () => {
    const [here, there] = [make(), make()];
    const changed = new Promise((resolve) => there.addEventListener('change', resolve, {once: true}));
    await here.add(missedCall('a', 1));
    await changed;
    expect(await there.list()).toEqual([missedCall('a', 1)]);
  });

  it('gives way to a newer version of itself, and says that it is not available then', async () => {
    const history = make();
    await history.add(missedCall('a', 1));
    const newer = await openDB(name, 99);
    await expect(history.list()).rejects.toMatchObject({code: 'history-unavailable'});
    newer.close();
  });

  it('says when the browser forbids storage, and works once it is allowed', async () => {
    const history = make();
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await expect(history.add(missedCall('a', 1))).rejects.toMatchObject({code: 'history-unavailable'});
    await history.add(missedCall('b', 1));
    expect(await history.list()).toEqual([missedCall('b', 1)]);
  });
});
