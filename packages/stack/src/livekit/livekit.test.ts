import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {RoomServiceClient} from 'livekit-server-sdk';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {readAddresses} from '../addresses.js';
import {createStack, type Stack} from '../stack.js';
import {servePages} from '../page-server.js';

/** Making its parts for the first time takes its time. */
const timeout = 900_000;
let folder: string;
let stack: Stack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-test-'));
  stack = await createStack({folder, livekit: true});
}, timeout);
afterAll(async () => {
  await stack.stop();
  await rm(folder, {recursive: true});
});

const rooms = () => {
  const {url, apiKey, apiSecret} = stack.addresses.livekit!;
  return new RoomServiceClient(url.replace('ws:', 'http:'), apiKey, apiSecret);
};

test('it makes rooms, is killed, and comes back on the same port', {timeout}, async () => {
  await rooms().createRoom({name: 'standup'});
  expect((await rooms().listRooms()).map(({name}) => name)).toEqual(['standup']);
  expect((await readAddresses(folder))?.livekit).toEqual(stack.addresses.livekit);
  await stack.stopLiveKit({kill: true});
  await expect(rooms().listRooms()).rejects.toThrow();
  await stack.startLiveKit();
  expect(await rooms().listRooms()).toEqual([]);
});

test('nothing but loopback is served', {timeout}, async () => {
  const run = promisify(execFile);
  const {stdout: pid} = await run('pgrep', ['-f', join(folder, 'etc/livekit.yaml')]);
  const {stdout: sockets} = await run('ss', ['-Hlntup']);
  const own = sockets.split('\n').filter((line) => line.includes(`pid=${pid.trim()},`));
  expect(own.length).toBeGreaterThan(1);
  expect(own.filter((line) => !/ 127\.0\.0\.1:\d+ /.test(line))).toEqual([]);
});

test('a page learns the address, not the secret', {timeout}, async () => {
  const site = await servePages(stack.addresses, {root: folder, cacheDir: join(folder, 'vite')});
  const text = await (await fetch(new URL('addresses.json', site.url))).text();
  await site.close();
  expect(JSON.parse(text)).toMatchObject({livekit: {url: stack.addresses.livekit?.url}});
  expect(text).not.toContain(stack.addresses.livekit?.apiSecret);
});
