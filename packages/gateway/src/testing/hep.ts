interface HepFields {
  payload: string;
  password?: string;
  /** 1 is SIP. */
  protocol?: number;
}

/** A HEPv3 datagram as Asterisk sends one. */
export function hepDatagram({payload, password = '', protocol = 1}: HepFields): Buffer {
  const chunks = Buffer.concat([
    chunk(3, Buffer.from([127, 0, 0, 1])),
    chunk(4, Buffer.from([127, 0, 0, 2])),
    chunk(7, uint16(5080)),
    chunk(8, uint16(5060)),
    chunk(11, Buffer.from([protocol])),
    chunk(14, Buffer.from(password)),
    chunk(15, Buffer.from(payload)),
  ]);
  return Buffer.concat([Buffer.from('HEP3'), uint16(6 + chunks.length), chunks]);
}

const chunk = (type: number, bytes: Buffer) =>
  Buffer.concat([uint16(0), uint16(type), uint16(6 + bytes.length), bytes]);

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
