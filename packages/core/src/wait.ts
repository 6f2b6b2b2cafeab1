/** A length of time as people say it: `30 seconds`, `5 minutes`. */
export function formatWait(seconds: number, locale = 'en'): string {
  const [count, unit] =
    seconds < 120
      ? ([seconds, 'second'] as const)
      : seconds < 7_200
        ? ([seconds / 60, 'minute'] as const)
        : ([seconds / 3_600, 'hour'] as const);
  return new Intl.NumberFormat(locale, {style: 'unit', unit, unitDisplay: 'long'}).format(Math.ceil(count));
}
