/** One captured packet. */
export interface HepPacket {
  /** `127.0.0.1:40312` */
  source: string;
  destination: string;
  /** Milliseconds since 1970, with a fraction. */
  time: number;
  /** 1 is SIP, 5 RTCP. */
  protocol: number;
  /** Who reports it; 0 when it does not say. */
  captureId: number;
  /** What it shows as its password; empty when it has none. */
  password: string;
  /** The correlation id: for SIP the Call-ID. */
  correlation: string;
  payload: string;
}

/** Chunk types of vendor 0, from the HEP3 specification (sipcapture), section 4. */
const chunk = {
  ipv4Source: 3,
  ipv4Destination: 4,
  ipv6Source: 5,
  ipv6Destination: 6,
  sourcePort: 7,
  destinationPort: 8,
  seconds: 9,
  microseconds: 10,
  protocol: 11,
  captureId: 12,
  password: 14,
  payload: 15,
  correlation: 17,
} as const;

/** Decodes a HEPv3 datagram; `undefined` when it is not a whole one. */
export function decodeHep(data: Buffer): HepPacket | undefined {
  if (data.length < 6 || data.toString('latin1', 0, 4) !== 'HEP3' || data.readUInt16BE(4) !== data.length)
    return undefined;
  const chunks = new Map<number, Buffer>();
  for (let offset = 6; offset < data.length;) {
    if (offset + 6 > data.length) return undefined;
    const length = data.readUInt16BE(offset + 4);
    if (length < 6 || offset + length > data.length) return undefined;
    if (data.readUInt16BE(offset) === 0)
      chunks.set(data.readUInt16BE(offset + 2), data.subarray(offset + 6, offset + length));
    offset += length;
  }
  const number = (type: number) => {
    const bytes = chunks.get(type);
    return bytes?.length ? bytes.readUIntBE(0, Math.min(bytes.length, 6)) : 0;
  };
  const text = (type: number) => chunks.get(type)?.toString('utf8').replace(/\0+$/, '') ?? '';
  const address = (v4: number, v6: number, port: number) =>
    `${ip(chunks.get(v4) ?? chunks.get(v6))}:${number(port)}`;
  return {
    source: address(chunk.ipv4Source, chunk.ipv6Source, chunk.sourcePort),
    destination: address(chunk.ipv4Destination, chunk.ipv6Destination, chunk.destinationPort),
    time: number(chunk.seconds) * 1000 + number(chunk.microseconds) / 1000,
    protocol: number(chunk.protocol),
    captureId: number(chunk.captureId),
    password: text(chunk.password),
    correlation: text(chunk.correlation),
    payload: text(chunk.payload),
  };
}

function ip(bytes: Buffer | undefined): string {
  if (!bytes) return '?';
  if (bytes.length === 4) return bytes.join('.');
  return `[${[...Array(8).keys()].map((index) => bytes.readUInt16BE(2 * index).toString(16)).join(':')}]`;
}
