import {expect, test} from 'vitest';
import {Rechunker} from './rechunk.js';

const bytes = (samples: number[]) => new Uint8Array(Int16Array.from(samples).buffer);

test('blocks come out whole and in order, however the bytes come in', () => {
  const stream = bytes(Array.from({length: 40}, (_, index) => index * 300 - 6000));
  for (const size of [1, 3, 16, 17, 80]) {
    const blocks: number[][] = [];
    const rechunker = new Rechunker(8);
    for (let at = 0; at < stream.length; at += size)
      rechunker.push(stream.subarray(at, at + size), (block) => blocks.push([...block]));
    expect(blocks).toHaveLength(5);
    expect(blocks.flat()).toEqual([...new Int16Array(stream.buffer)]);
  }
});

test('two frames in one message are two blocks, and no block shares memory with another', () => {
  const blocks: Int16Array[] = [];
  new Rechunker(2).push(bytes([1, 2, 3, 4]), (block) => blocks.push(block));
  expect(blocks).toEqual([Int16Array.of(1, 2), Int16Array.of(3, 4)]);
  expect(blocks.map(({buffer}) => buffer.byteLength)).toEqual([4, 4]);
});
