/** What the browser has counted for one call up to a moment. Times in ms, sizes in bytes. */
export interface Counters {
  at: number;
  received: number;
  lostIn: number;
  bytesIn: number;
  /** Jitter of what is received. */
  jitter: number;
  /** Sum over all samples of their time in the jitter buffer, and their number. */
  bufferDelay: number;
  buffered: number;
  sent: number;
  bytesOut: number;
  /** The far side's last report on what it receives: when, share lost since its report before. */
  reportAt: number;
  reportLoss: number;
  /** Round trip by RTCP, else by ICE; `undefined` until one is known. */
  roundTrip: number | undefined;
  codec: string;
  /** Energy of what the microphone (or the mix) gave, and for how many seconds. */
  energy: number;
  energyDuration: number;
}

type Entry = Readonly<Record<string, unknown>>;

/** The audio counters of a statistics report (W3C webrtc-stats). */
export function readCounters(report: Iterable<readonly [string, Entry]>, at: number): Counters {
  const entries = new Map(report);
  const find = (type: string, match: (entry: Entry) => boolean = isAudio) =>
    [...entries.values()].find((entry) => entry['type'] === type && match(entry)) ?? {};
  const inbound = find('inbound-rtp');
  const outbound = find('outbound-rtp');
  const farReport = find('remote-inbound-rtp');
  const source = find('media-source');
  const pair = find('candidate-pair', ({nominated, state}) => nominated === true && state === 'succeeded');
  const codec = entries.get(text(outbound, 'codecId')) ?? entries.get(text(inbound, 'codecId')) ?? {};
  const seconds = optional(farReport, 'roundTripTime') ?? optional(pair, 'currentRoundTripTime');
  return {
    at,
    received: number(inbound, 'packetsReceived'),
    lostIn: number(inbound, 'packetsLost'),
    bytesIn: number(inbound, 'bytesReceived'),
    jitter: number(inbound, 'jitter') * 1_000,
    bufferDelay: number(inbound, 'jitterBufferDelay') * 1_000,
    buffered: number(inbound, 'jitterBufferEmittedCount'),
    sent: number(outbound, 'packetsSent'),
    bytesOut: number(outbound, 'bytesSent'),
    reportAt: number(farReport, 'timestamp'),
    reportLoss: number(farReport, 'fractionLost'),
    roundTrip: seconds === undefined ? undefined : seconds * 1_000,
    codec: text(codec, 'mimeType').replace('audio/', ''),
    energy: number(source, 'totalAudioEnergy'),
    energyDuration: number(source, 'totalSamplesDuration'),
  };
}

function isAudio(entry: Entry): boolean {
  return entry['kind'] === 'audio';
}

function optional(entry: Entry, name: string): number | undefined {
  const value = entry[name];
  return typeof value === 'number' ? value : undefined;
}

function number(entry: Entry, name: string): number {
  return optional(entry, name) ?? 0;
}

function text(entry: Entry, name: string): string {
  const value = entry[name];
  return typeof value === 'string' ? value : '';
}
