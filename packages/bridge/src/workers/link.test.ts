import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
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
async function worker(options = {}): Promise<{url: string; server: WebSocketServer}> {
  const server = new WebSocketServer({port: 0, host: '127.0.0.1', ...options});
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

test('a worker is kept while this process stands still for seconds', async () => {
  const link = new WorkerLink('token', (await worker()).url);
  await once(link, 'up');
  const down = vi.fn();
  link.on('down', down);
  // Longer than a silent worker has; again when the question that is due then waits for its answer.
  for (let times = 0; times < 3; times++) {
    const end = performance.now() + 1200;
    while (performance.now() < end);
    await sleep(0);
  }
  await sleep(50);
  expect(down).not.toHaveBeenCalled();
  link.close();
});

test('a worker that no longer answers is given up', async () => {
  const link = new WorkerLink('token', (await worker({autoPong: false})).url);
  await once(link, 'up');
  await once(link, 'down', {signal: AbortSignal.timeout(10_000)});
  link.close();
});
