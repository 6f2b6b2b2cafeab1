import {EventEmitter} from 'node:events';
import {text} from 'node:stream/consumers';
import type {FastifyReply} from 'fastify';
import {expect, test, vi} from 'vitest';
import {EventStream} from './event-stream.js';

function setUp({destroyed = false} = {}) {
  const raw = Object.assign(new EventEmitter(), {destroyed});
  const warn = vi.fn();
  const options = {until: undefined, closing: new AbortController().signal, log: {warn}};
  return {raw, warn, stream: new EventStream({raw} as unknown as FastifyReply, options)};
}

test('a source that fails ends the answer, and is logged', async () => {
  const {stream, warn} = setUp();
  async function* source() {
    yield 1;
    throw new Error('the database is away');
  }
  await stream.send(source(), (id) => ({id, event: 'status', data: {}}));
  expect(await text(stream.body)).toBe('retry: 1000\n\nid: 1\nevent: status\ndata: {}\n\n');
  expect(warn).toHaveBeenCalledOnce();
});

test('nobody listens once the connection is closed, also when it was before', () => {
  const {raw, stream} = setUp();
  expect(stream.signal.aborted).toBe(false);
  raw.emit('close');
  expect(stream.signal.aborted).toBe(true);
  expect(setUp({destroyed: true}).stream.signal.aborted).toBe(true);
});
