import {describe, expect, it} from 'vitest';
import {MemoryCallHistory} from './history-memory.js';
import {missedCall, testHistory} from './testing/history-contract.js';

describe('MemoryCallHistory', () => {
  testHistory((options) => new MemoryCallHistory(options));

  it('cannot be changed through what it was given or gave', async () => {
    const history = new MemoryCallHistory();
    const entry = missedCall('a', 1);
    await history.add(entry);
    entry.remote.displayName = 'Mallory';
    (await history.list())[0]!.remote.displayName = 'Mallory';
    expect((await history.list())[0]!.remote.displayName).toBe('Bob');
  });
});
