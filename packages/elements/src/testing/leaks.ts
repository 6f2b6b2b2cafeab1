import {cdp} from 'vitest/browser';

interface Garbage {
  send(method: 'HeapProfiler.collectGarbage'): Promise<unknown>;
}

/** True once nothing holds what `make` made any more. Only what it returns is watched: keep no other reference. */
export async function isCollected(make: () => Promise<object>): Promise<boolean> {
  const watched = await referTo(make);
  for (let round = 0; round < 10 && watched.deref(); round++) {
    await (cdp() as unknown as Garbage).send('HeapProfiler.collectGarbage');
    await new Promise((resolve) => setTimeout(resolve, 0)); // a WeakRef lives until the end of the task
  }
  return watched.deref() === undefined;
}

/** A function of its own: its locals are gone when it has returned. */
async function referTo(make: () => Promise<object>): Promise<WeakRef<object>> {
  return new WeakRef(await make());
}
