/** The value below which a part of the values lies: 0.5 is the median. */
function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}

/** One line of a bench: median, 95th percentile, how many, and how many got lost. */
export function line(name: string, values: readonly (number | null)[], unit = 'ms'): string {
  const known = values.filter((value): value is number => value !== null);
  const figures = [quantile(known, 0.5), quantile(known, 0.95)].map((value) => value.toFixed(1).padStart(7));
  const lost = values.length - known.length;
  return `${name.padEnd(44)} median ${figures[0]} ${unit}  p95 ${figures[1]} ${unit}  n ${values.length}${lost ? `  lost ${lost}` : ''}`;
}
