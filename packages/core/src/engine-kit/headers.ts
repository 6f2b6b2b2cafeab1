/** One cause of a Reason header. */
export interface Reason {
  /** In capitals: `SIP`, `Q.850`. */
  protocol: string;
  cause: number;
  text: string;
}

/** A Reason header (RFC 3326), e.g. `SIP;cause=200;text="Call completed elsewhere"`. Of several, SIP's. */
export function parseReason(values: readonly string[]): Reason | undefined {
  const reasons = values.flatMap(listed).flatMap(oneReason);
  return reasons.find(({protocol}) => protocol === 'SIP') ?? reasons[0];
}

function oneReason(value: string): Reason[] {
  const protocol = /^\s*([^\s;]+)\s*;/.exec(value)?.[1];
  const cause = /;\s*cause\s*=\s*(\d+)/i.exec(value)?.[1];
  if (protocol === undefined || cause === undefined) return [];
  const text = /;\s*text\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s"]+))/i.exec(value);
  return [
    {
      protocol: protocol.toUpperCase(),
      cause: Number(cause),
      text: text?.[1]?.replace(/\\(.)/g, '$1') ?? text?.[2] ?? '',
    },
  ];
}

/** The values that one header line holds, separated by commas. */
export function listed(value: string): string[] {
  return value.match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^",<])+/g) ?? [];
}

/** Seconds of a Retry-After header: `120`, also `18000;duration=3600` and `5 (maintenance)`. */
export function parseRetryAfter(value: string | undefined): number | undefined {
  const seconds = /^\s*(\d+)/.exec(value ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

/** A header line. Throws a TypeError when the name is no token or the value would break out of its line. */
export function headerLine([name, value]: readonly [name: string, value: string]): string {
  if (!/^[\w!%'*+.`~-]+$/.test(name) || /[\r\n\0]/.test(value))
    throw new TypeError(`Not a SIP header: ${name}`);
  return `${name}: ${value}`;
}

/** What Require headers insist on beyond the option tags that an engine can do (RFC 3261 8.2.2.3). */
export function unsupportedExtensions(require: readonly string[], supported: readonly string[]): string[] {
  return require
    .flatMap((value) => value.split(','))
    .map((tag) => tag.trim().toLowerCase())
    .filter((tag) => tag && !supported.includes(tag));
}
