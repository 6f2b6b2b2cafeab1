// From the key that completes a PIN, which `#` would be otherwise, to being in the room, as somebody there sees it; and to being heard
// there. Asterisk, LiveKit and the gateway with its bridge share this machine. BENCH_COUNT calls.
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {TestGuest} from '../../packages/bridge/src/testing/guest.js';
import {createStack} from '../../packages/stack/src/index.js';
import {callRoom, nextPhone, typed} from './room-callers.js';
import {line} from './statistics.js';

const count = Number(process.env['BENCH_COUNT'] ?? 20);
const folder = await mkdtemp(join(tmpdir(), 'sidetone-bench-'));
const stack = await createStack({folder, livekit: true, gateway: true, report: console.log});

try {
  const {livekit} = stack.addresses;
  if (!livekit) throw new Error('There is nothing to measure without livekit-server.');
  const {pin} = await stack.gateway!.room('bench');
  const guest = await TestGuest.join(livekit, 'bench');
  const seen: number[] = [];
  const heard: number[] = [];
  for (let round = 0; round <= count; round++) {
    const caller = await callRoom(stack);
    caller.say(440);
    const inRoom = nextPhone(guest);
    await caller.press(pin);
    await typed(stack, pin);
    const from = performance.now();
    const identity = await inRoom;
    const there = performance.now() - from;
    await guest.ears(identity).hears(440);
    // The first call is the first of everything.
    if (round) {
      seen.push(there);
      heard.push(performance.now() - from);
    }
    await caller.hangUp();
    await guest.sees(identity, false);
  }
  console.log(line('last key to in the room', seen));
  console.log(line('last key to heard in the room', heard));
  await guest.leave();
} finally {
  await stack.stop();
  await rm(folder, {recursive: true});
}
process.exit(0);
