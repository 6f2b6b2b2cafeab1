import {expect, test} from 'vitest';
import {onEachDatabase} from '../testing/databases.js';
import {calls, rooms} from '../database/schema.js';
import {createLogger} from '../log/logger.js';
import {lanePrefix} from '../asterisk/lane.js';
import {Lanes} from './lanes.js';

const log = createLogger('silent');

onEachDatabase((database) => {
  const room = (name: string) => ({name, language: 'en', pinHash: name, pinEncrypted: 'x'});
  const setUp = async () => {
    const {queries} = database();
    await queries.insert(rooms).values([room('standup'), room('other')]);
    const clock = {now: 1_900_000_000_000};
    const lanesWith = (secret: number) =>
      new Lanes({queries, key: new Uint8Array(32).fill(secret), clock: () => clock.now, log});
    return {lanes: lanesWith(7), elsewhere: lanesWith(8), clock, queries};
  };

  test('a lane leads to its room, as a call whose id was told, for a minute', async () => {
    const {lanes, clock} = await setUp();
    const {target, callid} = await lanes.open('standup');
    expect(target.length).toBeLessThan(80);
    expect(target).toMatch(new RegExp(`^${lanePrefix}[0-9a-f]+$`));
    expect(await lanes.take(target)).toEqual({room: 'standup', callid});
    clock.now += 62_000;
    expect(await lanes.take(target)).toBeUndefined();
  });

  test('it leads nowhere when it was used, was changed, or is of another gateway', async () => {
    const {lanes, elsewhere, queries} = await setUp();
    const {target, callid} = await lanes.open('standup');
    expect(await elsewhere.take(target)).toBeUndefined();
    const last = target.endsWith('0') ? '1' : '0';
    for (const changed of [target.slice(0, -1) + last, `${target}0`, lanePrefix, `${lanePrefix}xyz`])
      expect(await lanes.take(changed)).toBeUndefined();
    await queries
      .insert(calls)
      .values({id: callid, direction: 'inbound', asteriskId: 'one', status: 'accepted'});
    expect(await lanes.take(target)).toBeUndefined();
  });

  test('each is a call of its own', async () => {
    const {lanes} = await setUp();
    const [one, other] = [await lanes.open('standup'), await lanes.open('standup')];
    expect(one.callid).not.toBe(other.callid);
  });

  test('it is there when its place in the room is; without one the call is better where it was', async () => {
    const {lanes} = await setUp();
    const asked: string[] = [];
    lanes.onOpen = async ({callid}, room) => void asked.push(callid, room);
    const {callid} = await lanes.open('standup');
    expect(asked).toEqual([callid, 'standup']);
    lanes.onOpen = () => Promise.reject(new Error('no bridge'));
    await expect(lanes.open('standup')).rejects.toMatchObject({code: 'unavailable', status: 503});
  });
});
