/**
 * Takes out of a far side's description the telephone-events that run at another clock than the audio codec it
 * chose, in every audio section that has one at that clock (RFC 4733 2.1 wants the clock of the audio).
 *
 * Chromium measures a tone by the slowest telephone-event of the description and stamps it by the audio's clock.
 * Beside Opus, 100 ms counted at 8 kHz are over in the first 20 ms packet: the far side sees the ends of tones
 * without their beginnings, and on a busy machine counts some twice.
 */
export function matchDtmfClock(sdp: string): string {
  return sdp
    .split(/^(?=m=)/m)
    .map((section) => (section.startsWith('m=audio ') ? matchSection(section) : section))
    .join('');
}

/** Lets a connection apply no far side's description but through {@link matchDtmfClock}, whichever engine has it. */
export function withDtmfClock(connection: RTCPeerConnection): RTCPeerConnection {
  const apply = connection.setRemoteDescription.bind(connection);
  connection.setRemoteDescription = ({type, sdp}: RTCSessionDescriptionInit) =>
    apply({type, ...(sdp !== undefined && {sdp: matchDtmfClock(sdp)})});
  return connection;
}

interface Codec {
  payload: string;
  name: string;
  clock: string;
}

/** What browsers encode. Other names in the list are passed over by them too. */
const voices = new Set(['opus', 'g722', 'pcmu', 'pcma']);

/** Payload types that need no rtpmap (RFC 3551 6). */
const fixed: Readonly<Record<string, string>> = {0: 'PCMU/8000', 8: 'PCMA/8000', 9: 'G722/8000'};

function matchSection(section: string): string {
  const codecs = codecsOf(section);
  const voice = codecs.find(({name}) => voices.has(name));
  const events = codecs.filter(({name}) => name === 'telephone-event');
  const others = events.filter(({clock}) => clock !== voice?.clock);
  if (!others.length || others.length === events.length) return section;
  const out = new Set(others.map(({payload}) => payload));
  const kept = section
    .split(/(?<=\n)/)
    .filter((line) => !out.has(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1] ?? ''));
  return kept.join('').replace(/^m=[^\r\n]*/, (media) => withoutPayloads(media, out));
}

function codecsOf(section: string): Codec[] {
  const named = [...section.matchAll(/^a=rtpmap:(\d+) (\S+)/gm)].map(([, payload = '', codec = '']) => [
    payload,
    codec,
  ]);
  const byPayload: Record<string, string> = {...fixed, ...Object.fromEntries(named)};
  return payloadsOf(section).map((payload) => {
    const [name = '', clock = ''] = (byPayload[payload] ?? '').toLowerCase().split('/');
    return {payload, name, clock};
  });
}

function payloadsOf(section: string): string[] {
  return /^m=[^\r\n]*/.exec(section)![0].split(' ').slice(3);
}

function withoutPayloads(media: string, out: ReadonlySet<string>): string {
  const fields = media.split(' ');
  return [...fields.slice(0, 3), ...fields.slice(3).filter((payload) => !out.has(payload))].join(' ');
}
