/** The value below which a part of the values lies: 0.5 is the median. */
function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}

const median = (values: readonly (number | null)[]): number => quantile(known(values), 0.5);

const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

interface LineOptions {
  unit?: string;
  /** A high part of the values, in percent. */
  high?: number;
}

/** One line of a bench: median, 95th or another percentile, how many, and how many got lost. */
export function line(
  name: string,
  values: readonly (number | null)[],
  {unit = 'ms', high = 95}: LineOptions = {},
): string {
  const there = known(values);
  const [middle, top] = [0.5, high / 100].map((part) => quantile(there, part).toFixed(1).padStart(7));
  const lost = values.length - there.length;
  return `${name.padEnd(44)} median ${middle} ${unit}  p${high} ${top} ${unit}  n ${values.length}${lost ? `  lost ${lost}` : ''}`;
}

/** One line that compares two medians. */
export function ratio(
  name: string,
  values: readonly (number | null)[],
  others: readonly (number | null)[],
): string {
  return `${name.padEnd(44)} ratio  ${(median(values) / median(others)).toFixed(2).padStart(7)}`;
}
