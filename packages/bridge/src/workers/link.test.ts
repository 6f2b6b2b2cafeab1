import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {afterEach, expect, test, vi} from 'vitest';
import {WebSocket, WebSocketServer} from 'ws';
import {WorkerLink} from './link.js';

const servers: WebSocketServer[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const server of servers.splice(0)) {
    server.clients.forEach((client) => client.terminate());
    server.close();
  }
});

/** A worker that says hello and counts who comes. */
async function worker(): Promise<{url: string; server: WebSocketServer}> {
  const server = new WebSocketServer({port: 0, host: '127.0.0.1'});
  servers.push(server);
  server.on('connection', (socket) => socket.send(JSON.stringify({type: 'hello', legs: []})));
  await once(server, 'listening');
  return {url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, server};
}

test('a worker that comes back at another address is connected to once', async () => {
  const [before, after] = [await worker(), await worker()];
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
  const link = new WorkerLink('token', before.url);
  await once(link, 'up');
  link.moveTo(after.url);
  await once(link, 'up');
  // Whatever is still planned happens now, and arrives before the next one does.
  vi.advanceTimersByTime(60_000);
  await once(new WebSocket(after.url), 'open');
  expect(after.server.clients.size).toBe(2);
  expect(before.server.clients.size).toBe(0);
  link.close();
});
