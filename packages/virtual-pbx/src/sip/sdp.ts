import type {MediaDirection} from '@sidetone/core';

/** The direction of the first media section; `sendrecv` when nothing is said (RFC 4566 6). */
export function directionOf(sdp: string): MediaDirection {
  const match = /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(sdp);
  return (match?.[1] as MediaDirection | undefined) ?? 'sendrecv';
}

/** The payload types of telephone-events (RFC 4733). */
export function telephoneEventsIn(sdp: string): string[] {
  return [...sdp.matchAll(/^a=rtpmap:(\d+) telephone-event\/.*$/gm)].map((match) => match[1]!);
}

/** Takes the telephone-event payload out, so that the other side must send digits by INFO. */
export function withoutTelephoneEvent(sdp: string): string {
  const payloads = telephoneEventsIn(sdp);
  return sdp
    .split('\r\n')
    .filter(
      (line) => !payloads.some((payload) => new RegExp(`^a=(rtpmap|fmtp|rtcp-fb):${payload} `).test(line)),
    )
    .map((line) =>
      line.startsWith('m=')
        ? line
            .split(' ')
            .filter((part, index) => index < 3 || !payloads.includes(part))
            .join(' ')
        : line,
    )
    .join('\r\n');
}
