import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {callCommands, calls, ownerDepartures} from '../database/schema.js';
import {onEachDatabase} from '../testing/databases.js';
import {livekitWebhook} from '../testing/livekit.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';

onEachDatabase((database) => {
  /** Who is in LiveKit's room; `undefined`: LiveKit is away. */
  let present: string[] | undefined;
  let livekit: Server;
  const gateways: TestGateway[] = [];

  beforeEach(async () => {
    present = [];
    livekit = createServer((request, response) => {
      request.resume();
      if (present === undefined) return response.writeHead(503).end('{}');
      const participants = present.map((identity) => ({identity}));
      response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({participants}));
    });
    livekit.listen(0, '127.0.0.1');
    await once(livekit, 'listening');
  });
  afterEach(async () => {
    for (const gateway of gateways.splice(0)) await gateway.close();
    livekit.closeAllConnections();
    livekit.close();
  });

  async function open(grace = '1 hour'): Promise<TestGateway> {
    const {port} = livekit.address() as AddressInfo;
    const settings = {LIVEKIT_API_URL: `http://127.0.0.1:${port}`, OWNER_GRACE: grace};
    const gateway = await createTestGateway(database(), settings);
    gateways.push(gateway);
    return gateway;
  }

  async function add(id: string, more: Partial<typeof calls.$inferInsert> = {}) {
    const call = {
      id,
      direction: 'outbound',
      asteriskId: 'one',
      room: 'standup',
      status: 'connected',
    } as const;
    await database()
      .queries.insert(calls)
      .values({...call, owner: '434', endsWithOwner: true, ...more});
  }

  const left = async ({app}: TestGateway, event = 'participant_left', id?: string) => {
    const webhook = await livekitWebhook({event, participant: '434', ...(id && {id})});
    return (await app.inject(webhook)).statusCode;
  };
  /** The commands to the gateway in charge, which end calls. */
  const ended = async () =>
    (await database().queries.select().from(callCommands)).map(({callId, command}) => [callId, command]);
  /** As if the grace were over. */
  const look = async ({services}: TestGateway) => {
    await database()
      .queries.update(ownerDepartures)
      .set({dueAt: new Date(0)});
    return services.departures.lookAtNext();
  };
  const departures = () => database().queries.select().from(ownerDepartures);
  const hangUp = {type: 'hang-up'};

  async function setUp(grace?: string): Promise<TestGateway> {
    const gateway = await open(grace);
    for (const room of ['standup', 'review'])
      await gateway.services.rooms.create(room, {language: 'en'}, 'operator');
    await add('theirs');
    await add('also theirs');
    await add('stays', {endsWithOwner: false});
    await add('of another', {owner: '435'});
    await add('elsewhere', {room: 'review'});
    await add('over', {status: 'cleared', endedAt: new Date()});
    return gateway;
  }

  test.each(['participant_left', 'participant_connection_aborted'])(
    '%s: the calls that end with this user end, and no others',
    async (event) => {
      const gateway = await setUp();
      expect(await left(gateway, event)).toBe(200);
      expect(await look(gateway)).toBe(true);
      expect(await ended()).toEqual([
        ['theirs', hangUp],
        ['also theirs', hangUp],
      ]);
      // The same once more, and whatever is looked at meanwhile, asks for nothing twice.
      expect(await left(gateway, event, 'a webhook')).toBe(200);
      expect(await left(gateway, event, 'a webhook')).toBe(409);
      await look(gateway);
      expect(await ended()).toHaveLength(2);
      await database().queries.update(calls).set({endedAt: new Date()});
      await database()
        .queries.update(ownerDepartures)
        .set({dueAt: new Date(0)});
      expect(await look(gateway)).toBe(true);
      expect(await departures()).toEqual([]);
    },
  );

  test('whoever is back in time keeps the calls', async () => {
    const gateway = await setUp();
    await left(gateway);
    present = ['435', '434'];
    expect(await look(gateway)).toBe(true);
    expect(await ended()).toEqual([]);
    expect(await departures()).toEqual([]);
    expect(await look(gateway)).toBe(false);
  });

  test('nobody is looked at before the grace is over; leaving again begins it anew', async () => {
    const gateway = await setUp();
    await left(gateway);
    expect(await gateway.services.departures.lookAtNext()).toBe(false);
    const [first] = await departures();
    await left(gateway);
    const [second] = await departures();
    expect(second!.dueAt.getTime()).toBeGreaterThan(first!.dueAt.getTime());
    expect(await ended()).toEqual([]);
  });

  test('the gateway that was told dies in the grace: another ends the calls', async () => {
    const told = await setUp('300 ms');
    await left(told);
    await told.close();
    const other = await open();
    const stop = new AbortController();
    const looking = other.services.departures.run(stop.signal);
    await expect.poll(ended).toHaveLength(2);
    stop.abort();
    await looking;
  });

  test('as long as LiveKit does not say who is there, nothing ends', async () => {
    const gateway = await setUp();
    await left(gateway);
    present = undefined;
    await expect(look(gateway)).rejects.toThrow();
    expect(await ended()).toEqual([]);
    expect(await departures()).toHaveLength(1);
    present = [];
    await database()
      .queries.update(ownerDepartures)
      .set({dueAt: new Date(0)});
    expect(await look(gateway)).toBe(true);
    expect(await ended()).toHaveLength(2);
  });

  test('who has no such calls is not remembered', async () => {
    const {app} = await setUp();
    const webhook = await livekitWebhook({event: 'participant_left', participant: '436'});
    expect((await app.inject(webhook)).statusCode).toBe(200);
    expect(await departures()).toEqual([]);
  });
});
