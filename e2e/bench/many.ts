interface Done {
  /** How long each took, in ms. */
  times: number[];
  /** How many were done in a second, all together. */
  rate: number;
}

/** Does something again and again, so many at once, until the time is over or `limit` were done. Rejects with the first that fails. */
export async function many(
  work: (index: number) => Promise<unknown>,
  {atOnce, seconds, limit = Infinity}: {atOnce: number; seconds: number; limit?: number},
): Promise<Done> {
  const times: number[] = [];
  const start = performance.now();
  let next = 0;
  const go = async () => {
    while (performance.now() - start < seconds * 1000 && next < limit) {
      const from = performance.now();
      await work(next++);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({length: atOnce}, go));
  return {times, rate: (times.length * 1000) / (performance.now() - start)};
}
