import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {RoomServiceClient, SipClient} from 'livekit-server-sdk';
import {expect, test} from 'vitest';
import {createStack} from '../stack.js';
import {tcpPortIsFree} from '../system/ports.js';
import {startRedis} from './redis.js';

/** Making the parts for the first time takes its time. */
const timeout = 900_000;

test('with it LiveKit has its SIP API, and it is gone when it is stopped', {timeout}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sidetone-test-'));
  const redis = await startRedis({folder: join(folder, 'redis')});
  const stack = await createStack({folder, livekit: {redis: redis.address}});
  const {url = '', apiKey, apiSecret} = stack.addresses.livekit ?? {};
  const host = url.replace('ws:', 'http:');
  const trunk = await new SipClient(host, apiKey, apiSecret).createSipInboundTrunk('here', ['123']);
  expect(trunk.sipTrunkId).toMatch(/^ST_/);
  await new RoomServiceClient(host, apiKey, apiSecret).createRoom({name: 'kept'});
  // Rooms of a cluster outlive one of its servers.
  await stack.stopLiveKit({kill: true});
  await stack.startLiveKit();
  const rooms = await new RoomServiceClient(host, apiKey, apiSecret).listRooms();
  expect(rooms.map(({name}) => name)).toEqual(['kept']);
  await stack.stop();
  await redis.stop();
  expect(await tcpPortIsFree(Number(redis.address.split(':')[1]))).toBe(true);
  await rm(folder, {recursive: true});
});
