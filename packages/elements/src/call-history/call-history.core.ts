import type {CallHistoryEntry} from '@sidetone/core';

/** The entries of one day, newest first. */
export interface HistoryDay<E> {
  /** Midnight of the page's time zone, ms since the epoch. */
  day: number;
  entries: E[];
}

/** Groups by calendar day in the page's time zone, newest day and newest entry first. */
export function byDay<E extends {startedAt: number}>(entries: readonly E[]): HistoryDay<E>[] {
  const days = new Map<number, E[]>();
  for (const entry of [...entries].sort((a, b) => b.startedAt - a.startedAt)) {
    const day = startOfDay(entry.startedAt);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days].map(([day, of]) => ({day, entries: of}));
}

/** "Today", "Yesterday", a weekday within the last week, else the date: in the words of `locale`. */
export function dayName(day: number, now: number, locale: string): string {
  const ago = Math.round((startOfDay(now) - day) / 86_400_000); // rounded: a day may have 23 or 25 hours
  if (ago === 0 || ago === 1) {
    const word = new Intl.RelativeTimeFormat(locale, {numeric: 'auto'}).format(-ago, 'day');
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
  }
  const withYear = new Date(day).getFullYear() !== new Date(now).getFullYear();
  const options: Intl.DateTimeFormatOptions =
    ago > 1 && ago < 7
      ? {weekday: 'long'}
      : {day: 'numeric', month: 'long', ...(withYear && {year: 'numeric'})};
  const name = new Intl.DateTimeFormat(locale, options).format(day);
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

export function timeOfDay(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, {hour: 'numeric', minute: '2-digit'}).format(at);
}

/** `2 min 5 sec` in the words of `locale`; from an hour on without seconds. `ms` is the length. */
export function lengthOf(ms: number, locale: string): string {
  const seconds = Math.round(ms / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds >= 3600 ? 0 : seconds % 60, 'second'],
  ];
  const shown = parts.filter(([amount]) => amount > 0);
  if (!shown.length) shown.push([0, 'second']);
  return shown
    .map(([amount, unit]) =>
      new Intl.NumberFormat(locale, {style: 'unit', unit, unitDisplay: 'short'}).format(amount),
    )
    .join(' ');
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

export type CallOutcome = 'missed' | 'incoming' | 'outgoing' | 'unreached';

/** What became of a call, in the word that its row shows. */
export function outcomeOf(entry: Pick<CallHistoryEntry, 'direction' | 'connectedAt' | 'cause'>): CallOutcome {
  if (entry.direction === 'outgoing') return entry.connectedAt ? 'outgoing' : 'unreached';
  return entry.connectedAt || entry.cause === 'answered-elsewhere' || entry.cause === 'declined'
    ? 'incoming'
    : 'missed';
}
