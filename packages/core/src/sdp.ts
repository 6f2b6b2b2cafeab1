import type {MediaDirection} from './engine/engine.js';

/** The far side takes DTMF in RTP: its first audio section offers telephone-event (RFC 4733 7). */
export function offersTelephoneEvent(sdp: string): boolean {
  return audioSection(sdp).some((line) => /^a=rtpmap:\d+ telephone-event\//i.test(line));
}

/**
 * Direction of the first audio section, as its sender sees it. The session's own where the section names
 * none (RFC 8866 6.7), `inactive` where it is refused by port 0.
 */
export function audioDirection(sdp: string): MediaDirection {
  const section = audioSection(sdp);
  if (/^m=audio 0 /.test(section[0] ?? 'm=audio 0 ')) return 'inactive';
  return directionIn(section) ?? directionIn(lines(sdp.split(/^m=/m)[0]!)) ?? 'sendrecv';
}

function audioSection(sdp: string): string[] {
  return lines(sdp.split(/^(?=m=)/m).find((section) => section.startsWith('m=audio ')) ?? '');
}

function directionIn(section: string[]): MediaDirection | undefined {
  const found = section.find((line) => /^a=(sendrecv|sendonly|recvonly|inactive)$/.test(line));
  return found?.slice(2) as MediaDirection | undefined;
}

function lines(text: string): string[] {
  return text.split(/\r?\n/).filter(Boolean);
}
