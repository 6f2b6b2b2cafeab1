const units: readonly (readonly [names: RegExp, milliseconds: number])[] = [
  [/^(ms|millis(econds?)?|milliseconds?)$/, 1],
  [/^(s|seconds?)$/, 1000],
  [/^(m|minutes?)$/, 60_000],
  [/^(h|hours?)$/, 3_600_000],
  [/^(d|days?)$/, 86_400_000],
];

/** Milliseconds of a time such as `30 minutes`, `1h` or `500 ms`; `undefined` when it is none. Zero is none. */
export function readDuration(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const milliseconds = units.find(([names]) => names.test(unit.toLowerCase()))?.[1];
  if (amount === undefined || milliseconds === undefined) return undefined;
  const value = Math.round(Number(amount) * milliseconds);
  return value > 0 ? value : undefined;
}
