import {doubtful, good, skipped, type Finding} from './finding.js';

/** So far a clock may be off, s: tokens and webhooks are refused when it is more. */
const tolerance = 5;

/** What another machine's clock says, ms since 1970. */
export function clockFinding(subject: string, theirs: number): Finding {
  const seconds = Math.round(Math.abs(theirs - Date.now()) / 1000);
  return seconds > tolerance
    ? doubtful(
        subject,
        `It is ${seconds} s away from this machine's.`,
        'Let both machines set their clocks by NTP.',
      )
    : good(subject, "It is this machine's.");
}

/** HTTP servers tell the time in each answer. */
export async function examineHttpClock(subject: string, url: string): Promise<Finding> {
  const response = await fetch(url, {signal: AbortSignal.timeout(4000)}).catch(() => undefined);
  const written = response?.headers.get('date');
  await response?.body?.cancel();
  return written
    ? clockFinding(subject, Date.parse(written))
    : skipped(subject, 'It does not tell the time.');
}
