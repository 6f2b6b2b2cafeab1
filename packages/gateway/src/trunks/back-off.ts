/** Until a trunk that failed is tried again, ms: twice as long each time, and not for all at the same moment. */
export function backOff(
  failures: number,
  {first, longest}: {first: number; longest: number},
  random = Math.random,
): number {
  const pause = Math.min(longest, first * 2 ** (failures - 1));
  return Math.round(pause * (0.75 + 0.5 * random()));
}
