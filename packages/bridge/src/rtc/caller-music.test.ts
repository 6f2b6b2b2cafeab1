import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {Ari} from '../asterisk/ari.js';
import {CallerMusic} from './caller-music.js';

/** What Asterisk answers next, its usual answer when there is nothing. */
let answers: number[];
let asked: string[];
const asterisk = createServer(({method}, response) => {
  asked.push(method ?? '');
  response.writeHead(answers.shift() ?? 204).end();
});
let music: CallerMusic;

beforeEach(async () => {
  [answers, asked] = [[], []];
  asterisk.listen(0, '127.0.0.1');
  await once(asterisk, 'listening');
  const {port} = asterisk.address() as AddressInfo;
  music = new CallerMusic(
    new Ari({url: `http://127.0.0.1:${port}/ari`, user: 'ari', password: 'secret', app: 'sidetone'}),
    'caller',
  );
});
afterEach(async () => {
  vi.useRealTimers();
  await music.stop();
  await new Promise((resolve) => asterisk.close(resolve));
});

test('plays as long as there is a reason', async () => {
  await music.set('alone', true);
  await music.set('held', true);
  await music.set('alone', false);
  expect(asked).toEqual(['POST']);
  await music.set('held', false);
  expect(asked).toEqual(['POST', 'DELETE']);
});

test('its end is told more than once, as Asterisk may lose it, and not when there is music again', async () => {
  await music.set('alone', true);
  await music.set('alone', false);
  await vi.waitFor(() => expect(asked).toEqual(['POST', 'DELETE', 'DELETE', 'DELETE']), 5000);
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
  await music.set('alone', true);
  await music.set('alone', false);
  await music.set('alone', true);
  vi.advanceTimersByTime(10_000);
  await music.set('held', true);
  expect(asked.slice(4)).toEqual(['POST', 'DELETE', 'POST']);
});

test('a leg that is over tells nothing more: its caller may hear other music', async () => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
  await music.set('alone', true);
  await music.stop();
  vi.advanceTimersByTime(10_000);
  await music.stop();
  expect(asked).toEqual(['POST', 'DELETE']);
});

test('an Asterisk that is away keeps no leg from its end', async () => {
  answers = Array.from({length: 100}, () => 503);
  void music.set('alone', true);
  await music.stop();
  expect(asked.length).toBeLessThan(5);
});

test('ends also when Asterisk fails at first', async () => {
  await music.set('alone', true);
  answers = [500, 503];
  await music.set('alone', false);
  expect(asked.slice(0, 4)).toEqual(['POST', 'DELETE', 'DELETE', 'DELETE']);
  await music.stop();
});

test.each([
  ['is gone', 404],
  ['is not there yet', 409],
])('a caller who %s needs none, and no second request', async (_, answer) => {
  answers = [answer];
  await music.set('alone', true);
  expect(asked).toEqual(['POST']);
});
