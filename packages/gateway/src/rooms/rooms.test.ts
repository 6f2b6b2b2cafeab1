import {describe, expect, test} from 'vitest';
import {sql} from 'drizzle-orm';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway} from '../testing/services.js';

onEachDatabase((database) => {
  const setUp = async (settings?: Record<string, string>) => {
    const {services} = await createTestGateway(database(), settings);
    const create = (name: string) => services.rooms.create(name, {language: 'en'}, 'operator');
    const enter = async (pin: string) => {
      const result = await services.pins.resolve(pin, {
        caller: '',
        trunk: 'test',
        callId: crypto.randomUUID(),
      });
      return result.outcome === 'room' ? result.room.name : result.outcome;
    };
    return {...services, create, enter};
  };

  test('a room has a PIN of the configured length, and keeps it', async () => {
    const {create, rooms} = await setUp({ROOM_TELEPHONY_PIN_LENGTH: '12'});
    expect(await create('standup')).toMatchObject({
      created: true,
      room: {name: 'standup', status: 'waiting'},
    });
    const pin = await rooms.pinOf('standup');
    expect(pin).toMatch(/^\d{12}$/);
    expect(await create('standup')).toMatchObject({created: false});
    expect(await rooms.pinOf('standup')).toBe(pin);
  });

  test('the database holds no PIN that can be read', async () => {
    const {create, rooms} = await setUp();
    await create('standup');
    const {rows} = (await database().queries.execute(sql`select * from rooms`)) as {rows: unknown[]};
    expect(JSON.stringify(rows)).not.toContain(await rooms.pinOf('standup'));
  });

  test('no two live rooms have the same PIN, even when few are left', async () => {
    const {create, rooms} = await setUp({ROOM_TELEPHONY_PIN_LENGTH: '4'});
    const names = Array.from({length: 300}, (_, index) => `room-${index}`);
    for (const name of names) await create(name);
    const pins = await Promise.all(names.map((name) => rooms.pinOf(name)));
    expect(new Set(pins).size).toBe(names.length);
  }, 60_000);

  describe('LiveKit', () => {
    test('opens and closes the telephony of a room', async () => {
      const {create, rooms, enter} = await setUp();
      await create('standup');
      const pin = await rooms.pinOf('standup');
      expect(await rooms.opened('standup', 'RM_1')).toBe(true);
      expect([(await rooms.get('standup')).status, await enter(pin)]).toEqual(['open', 'standup']);
      expect(await rooms.finished('standup', 'RM_1')).toBe(true);
      expect([(await rooms.get('standup')).status, await enter(pin)]).toEqual(['closed', 'wrong']);
      await rooms.opened('standup', 'RM_2');
      expect(await enter(pin)).toBe('standup');
    });

    test('late news of a former session changes nothing', async () => {
      const {create, rooms} = await setUp();
      await create('standup');
      await rooms.opened('standup', 'RM_1');
      await rooms.opened('standup', 'RM_2');
      expect(await rooms.finished('standup', 'RM_1')).toBe(false);
      expect(await rooms.finished('standup', 'RM_2')).toBe(true);
      expect(await rooms.opened('standup', 'RM_2')).toBe(false);
      expect((await rooms.get('standup')).status).toBe('closed');
    });

    test('rooms that nobody has made have no telephony', async () => {
      const {rooms} = await setUp();
      expect([await rooms.opened('other', 'RM_1'), await rooms.finished('other', 'RM_1')]).toEqual([
        false,
        false,
      ]);
      await expect(rooms.get('other')).rejects.toMatchObject({code: 'room-unknown'});
    });
  });

  test('a closed room that is asked for again waits for phones with its old PIN', async () => {
    const {create, rooms, enter} = await setUp();
    await create('standup');
    const pin = await rooms.pinOf('standup');
    await rooms.opened('standup', 'RM_1');
    await rooms.finished('standup', 'RM_1');
    expect(await create('standup')).toMatchObject({created: false, room: {status: 'waiting'}});
    expect(await enter(pin)).toBe('standup');
  });

  test('a closed room whose PIN another has got meanwhile gets a new one', async () => {
    const {create, rooms} = await setUp();
    for (const name of ['first', 'second']) await create(name);
    await rooms.opened('first', 'RM_1');
    await rooms.finished('first', 'RM_1');
    await database().queries.execute(
      sql`update rooms set (pin_hash, pin_encrypted) = (select pin_hash, pin_encrypted from rooms where name = 'first') where name = 'second'`,
    );
    await rooms.opened('first', 'RM_2');
    expect((await rooms.get('first')).status).toBe('open');
    expect(await rooms.pinOf('first')).not.toBe(await rooms.pinOf('second'));
  });

  test('phones may have to wait for the first person', async () => {
    const {create, rooms, enter} = await setUp({ROOM_TELEPHONY_PHONE_FIRST: 'false'});
    await create('standup');
    const pin = await rooms.pinOf('standup');
    expect(await enter(pin)).toBe('waiting');
    await rooms.opened('standup', 'RM_1');
    expect(await enter(pin)).toBe('standup');
  });
});
