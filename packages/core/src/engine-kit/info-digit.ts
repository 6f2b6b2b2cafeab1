/** In the order of their RFC 4733 event codes, by which some senders name them. */
const digits = '0123456789*#ABCD';

/** The digit in an INFO of `application/dtmf-relay` (`Signal=5`) or `application/dtmf` (`5`). */
export function parseDigit(contentType: string | undefined, body: string): string | undefined {
  const [, relay] = /^\s*application\/dtmf(-relay)?\s*(?:;|$)/i.exec(contentType ?? '') ?? [null, null];
  if (relay === null) return undefined;
  const signal = relay === undefined ? body.trim() : /^\s*Signal\s*=\s*(\S+)/im.exec(body)?.[1];
  if (!signal) return undefined;
  if (/^1[0-5]$/.test(signal)) return digits[Number(signal)];
  const digit = signal.toUpperCase();
  return digit.length === 1 && digits.includes(digit) ? digit : undefined;
}
