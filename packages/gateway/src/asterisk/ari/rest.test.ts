import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, expect, test} from 'vitest';
import {Ari} from './rest.js';

let asterisk: Server;
afterEach(() => asterisk.close());

/** An Asterisk that answers one request after the other like this, the last for ever. */
async function answering(...answers: readonly [status: number, message?: string][]) {
  const asked: string[] = [];
  asterisk = createServer(({method, url}, response) => {
    const [status, message] = answers[Math.min(asked.push(`${method} ${url}`), answers.length) - 1]!;
    response.writeHead(status).end(message && JSON.stringify({message}));
  });
  asterisk.listen(0, '127.0.0.1');
  await once(asterisk, 'listening');
  const {port} = asterisk.address() as AddressInfo;
  return {asked, ari: new Ari({url: `http://127.0.0.1:${port}/ari`, user: 'u', password: 'p'})};
}

const notYet = [409, 'Channel not in Stasis application'] as const;

test('a channel that is not in the application yet is told to call until it is', async () => {
  const {asked, ari} = await answering([...notYet], [...notYet], [204]);
  await ari.dial('one');
  expect(asked).toEqual(Array(3).fill('POST /ari/channels/one/dial?timeout=600'));
});

test('a channel that calls already, or has gone, is not told again', async () => {
  const {asked, ari} = await answering([409, 'Channel is not in the Down state'], [404, 'Channel not found']);
  await expect(ari.dial('one')).rejects.toMatchObject({status: 409, gone: true});
  await expect(ari.dial('one')).rejects.toMatchObject({status: 404, gone: true});
  expect(asked).toHaveLength(2);
});

test('a channel that never gets into the application is no call: who asked for it hears of it', async () => {
  const {ari} = await answering([...notYet]);
  await expect(ari.dial('one')).rejects.toMatchObject({
    gone: false,
    message: 'Asterisk did not let the channel one into the application.',
  });
});
