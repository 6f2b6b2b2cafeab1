/** What was looked at, and how it is. */
export interface Finding {
  /** `Asterisk one: ARI` */
  subject: string;
  state: 'good' | 'doubtful' | 'bad' | 'skipped';
  /** In plain words: what is there, or what is wrong. */
  says: string;
  /** What to do about it. */
  remedy?: string;
}

export const good = (subject: string, says: string): Finding => ({subject, state: 'good', says});
export const skipped = (subject: string, says: string): Finding => ({subject, state: 'skipped', says});
export const doubtful = (subject: string, says: string, remedy: string): Finding => ({
  subject,
  state: 'doubtful',
  says,
  remedy,
});
export const bad = (subject: string, says: string, remedy: string): Finding => ({
  subject,
  state: 'bad',
  says,
  remedy,
});

/** The error's message, and that of what is behind it: `fetch failed` alone helps nobody. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const behind = error.cause instanceof Error ? reasonOf(error.cause) : '';
  return [error.message.replace(/\.$/, ''), behind].filter(Boolean).join(': ');
}
