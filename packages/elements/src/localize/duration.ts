/** `0:07`, `12:05`, `1:02:03`, in the digits of `locale`. `ms` is the length; below zero counts as zero. */
export function formatDuration(ms: number, locale: string): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const first = new Intl.NumberFormat(locale, {useGrouping: false});
  const two = new Intl.NumberFormat(locale, {minimumIntegerDigits: 2});
  return hours
    ? `${first.format(hours)}:${two.format(minutes)}:${two.format(seconds)}`
    : `${first.format(minutes)}:${two.format(seconds)}`;
}
