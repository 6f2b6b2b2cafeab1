// Callbacks from the queue to a receiver on this machine, each call's in order: as many as are written, eight transactions at once. On each database.
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {callbacksPart} from '../../packages/gateway/src/callbacks/part.js';
import {createTestGateway} from '../../packages/gateway/src/testing/index.js';
import {onEachDatabase} from './databases.js';
import {many} from './many.js';
import {line} from './statistics.js';

const seconds = Number(process.env['BENCH_SECONDS'] ?? 8);
const patience = 60_000;

const arrivals = new Map<string, () => void>();
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    arrivals.get(request.url ?? '')?.();
    response.writeHead(204).end();
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const {port} = server.address() as AddressInfo;

await onEachDatabase(async (kind, database) => {
  const {services, close} = await createTestGateway(database, {WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8'});
  const part = await callbacksPart.start(services);
  const {endpoints, queue} = services.callbacks;
  try {
    const {id: endpointId} = await endpoints.add(`http://127.0.0.1:${port}/${kind}`, 'operator');
    let arrived = 0;
    arrivals.set(`/${kind}`, () => arrived++);
    const start = performance.now();
    const {times} = await many(
      async (index) => {
        await database.queries.transaction((transaction) =>
          queue.enqueue(transaction, [
            {endpointId, lane: `call-${index % 500}`, type: 'bench', body: JSON.stringify({index})},
          ]),
        );
        queue.nudge();
      },
      {atOnce: 8, seconds},
    );
    console.log(line(`Callbacks written on ${kind}`, times, {high: 99}));
    while (arrived < times.length && performance.now() - start < seconds * 1000 + patience)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const rate = (arrived * 1000) / (performance.now() - start);
    console.log(`Callbacks on ${kind}: ${rate.toFixed(0)} a second; ${arrived} of ${times.length} arrived`);
  } finally {
    await part.stop(AbortSignal.timeout(5000));
    await close();
  }
});
process.exit(0);
