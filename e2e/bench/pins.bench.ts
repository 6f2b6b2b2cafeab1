// From a PIN to its room, as the IVR asks: 1,000 rooms, eight callers at once, one in ten of whom types a wrong PIN. On each database.
import {createTestGateway} from '../../packages/gateway/src/testing/index.js';
import {onEachDatabase} from './databases.js';
import {many} from './many.js';
import {line} from './statistics.js';

const seconds = Number(process.env['BENCH_SECONDS'] ?? 8);
const roomCount = 1000;

await onEachDatabase(async (kind, database) => {
  const {services, close} = await createTestGateway(database);
  try {
    const pins: string[] = [];
    await many(
      async (index) => {
        await services.rooms.create(`room-${index}`, {language: 'en'}, 'gateway');
        pins[index] = await services.rooms.pinOf(`room-${index}`);
      },
      {atOnce: 4, seconds: 120, limit: roomCount},
    );
    const resolve = (index: number) =>
      services.pins.resolve(index % 10 ? pins[index % roomCount]! : '0000000000', {
        caller: `+4179${String(index).padStart(7, '0')}`,
        trunk: 'bench',
        callId: `call-${index}`,
      });
    await many(resolve, {atOnce: 8, seconds: 1});
    const {times, rate} = await many((index) => resolve(1_000_000 + index), {atOnce: 8, seconds});
    console.log(line(`PIN look-ups on ${kind}: ${rate.toFixed(0)} a second`, times, {high: 99}));
  } finally {
    await close();
  }
});
process.exit(0);
