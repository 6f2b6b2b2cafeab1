import {expect, test} from 'vitest';
import {decodeHep} from './hep.js';

const chunk = (type: number, bytes: Buffer, vendor = 0) => {
  const head = Buffer.alloc(6);
  head.writeUInt16BE(vendor, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(6 + bytes.length, 4);
  return Buffer.concat([head, bytes]);
};

const packet = (...chunks: Buffer[]) => {
  const head = Buffer.from('HEP3\0\0', 'latin1');
  head.writeUInt16BE(6 + Buffer.concat(chunks).length, 4);
  return Buffer.concat([head, ...chunks]);
};

const uint = (size: number, value: number) => {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
};

const ends = [
  chunk(3, Buffer.from([127, 0, 0, 1])),
  chunk(4, Buffer.from([127, 0, 0, 2])),
  chunk(7, uint(2, 40312)),
  chunk(8, uint(2, 20001)),
];
const rest = [
  chunk(9, uint(4, 1_700_000_000)),
  chunk(10, uint(4, 250_500)),
  chunk(11, uint(1, 1)),
  chunk(12, uint(4, 4_000_000_001)),
  chunk(14, Buffer.from('secret')),
  chunk(17, Buffer.from('id@host')),
  chunk(15, Buffer.from('OPTIONS sip:ü SIP/2.0\r\n\r\n')),
];

test('a whole packet is decoded', () => {
  expect(decodeHep(packet(...ends, ...rest))).toEqual({
    source: '127.0.0.1:40312',
    destination: '127.0.0.2:20001',
    time: 1_700_000_000_250.5,
    protocol: 1,
    captureId: 4_000_000_001,
    password: 'secret',
    correlation: 'id@host',
    payload: 'OPTIONS sip:ü SIP/2.0\r\n\r\n',
  });
});

test('IPv6 addresses are read, chunks of other vendors are passed over', () => {
  const v6 = Buffer.alloc(16);
  v6[15] = 1;
  const data = packet(
    chunk(5, v6),
    chunk(6, v6),
    chunk(7, uint(2, 1)),
    chunk(8, uint(2, 2)),
    chunk(15, Buffer.from('no'), 9),
  );
  expect(decodeHep(data)).toMatchObject({
    source: '[0:0:0:0:0:0:0:1]:1',
    destination: '[0:0:0:0:0:0:0:1]:2',
    payload: '',
  });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['another protocol', Buffer.from('HEP2\0\x06')],
  ['a truncated packet', packet(...ends).subarray(0, -1)],
  ['a chunk shorter than its head', packet(Buffer.from([0, 0, 0, 15, 0, 5]))],
  ['a chunk longer than the packet', packet(Buffer.from([0, 0, 0, 15, 0, 7]))],
  ['half a chunk head', packet(Buffer.from([0, 0, 0]))],
])('%s is refused', (_what, data) => {
  expect(decodeHep(data)).toBeUndefined();
});
