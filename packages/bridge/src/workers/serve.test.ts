import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {connect} from 'node:net';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {WebSocket} from 'ws';
import type {Listening} from './protocol.js';

const timeout = 60_000;
const token = 'a token that nobody guesses';
let child: ChildProcess;
let url: string;

/** A process of its own: what is looked at is whether it ends. */
beforeAll(async () => {
  child = fork(fileURLToPath(new URL('../cli.ts', import.meta.url)), [], {
    execArgv: ['--conditions=@sidetone/source', '--import', 'tsx'],
    env: {
      PATH: process.env['PATH'],
      SIDETONE_BRIDGE_TOKEN: token,
      LIVEKIT_URL: 'ws://127.0.0.1:9',
      LIVEKIT_API_KEY: 'key',
      LIVEKIT_API_SECRET: 'secret',
    },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  [{url}] = (await once(child, 'message')) as [Listening];
}, timeout);
afterAll(() => child.kill('SIGKILL'));

/** Resolves when the process answers, rejects when it has ended. */
async function health(): Promise<unknown> {
  const response = await fetch(url.replace(/^ws/, 'http').replace(/bridge$/, 'health'));
  return response.json();
}

test('whoever has the wrong token and resets the connection ends no calls', {timeout}, async () => {
  const {host, hostname, port} = new URL(url);
  const socket = connect(Number(port), hostname);
  const head = ['GET /bridge HTTP/1.1', `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket'];
  socket.write([...head, 'Authorization: Bearer wrong', '', ''].join('\r\n'));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 401 /);
  socket.resetAndDestroy();
  await once(socket, 'close');
  expect(await health()).toEqual({legs: 0, draining: false});
  expect(child.exitCode).toBe(null);
});

test.each(['no JSON', 'null', '7'])('who sends “%s” is cut off, and nobody else', {timeout}, async (text) => {
  const socket = new WebSocket(url, {headers: {authorization: `Bearer ${token}`}});
  await once(socket, 'open');
  socket.send(text);
  expect((await once(socket, 'close'))[0]).toBe(1007);
  expect(await health()).toEqual({legs: 0, draining: false});
});
