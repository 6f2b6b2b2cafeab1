// What taking a call into a room in the page adds, from mouth to ear: beside the same call, and the same room, by themselves.
import {listenIn} from './page-mix.js';
import {setUp} from './setting.js';

const count = Number(process.env['BENCH_COUNT'] ?? 60);
const setting = await setUp();

try {
  const {show, page} = await listenIn(setting);
  const call = {
    in: await show('the call alone: caller to host', 'caller', 'host', count),
    out: await show('the call alone: host to caller', 'host', 'caller', count),
  };
  const room = {
    in: await show('the room alone: guest to host', 'guest', 'host', count),
    out: await show('the room alone: host to guest', 'host', 'guest', count),
  };
  await page.evaluate(() => bench.bringIn());
  const mixed = {
    in: await show('mixed in the page: caller to guest', 'caller', 'guest', count),
    out: await show('mixed in the page: guest to caller', 'guest', 'caller', count),
  };
  const added = (name: string, {p95}: {p95: number}, {median}: {median: number}) =>
    console.log(`${name.padEnd(60)} ${(p95 - median).toFixed(1).padStart(6)} ms`);
  added('added to the call by the room and the mix, p95', mixed.in, call.in);
  added('added to the room by the call and the mix, p95', mixed.out, room.in);
  const both = (one: {median: number}, other: {median: number}) => ({median: one.median + other.median});
  added('the mix itself, caller to guest, p95', mixed.in, both(call.in, room.out));
  added('the mix itself, guest to caller, p95', mixed.out, both(room.in, call.out));
} finally {
  await setting.close();
}
process.exit(0);
