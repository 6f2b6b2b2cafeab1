import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, beforeEach, expect, test} from 'vitest';
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
afterEach(() => new Promise((resolve) => asterisk.close(resolve)));

test('plays as long as there is a reason', async () => {
  await music.set('alone', true);
  await music.set('held', true);
  await music.set('alone', false);
  expect(asked).toEqual(['POST']);
  await music.set('held', false);
  expect(asked).toEqual(['POST', 'DELETE']);
});

test('ends also when Asterisk fails at first', async () => {
  await music.set('alone', true);
  answers = [500, 503];
  await music.set('alone', false);
  expect(asked).toEqual(['POST', 'DELETE', 'DELETE', 'DELETE']);
});

test.each([
  ['is gone', 404],
  ['is not there yet', 409],
])('a caller who %s needs none, and no second request', async (_, answer) => {
  answers = [answer];
  await music.set('alone', true);
  expect(asked).toEqual(['POST']);
});
