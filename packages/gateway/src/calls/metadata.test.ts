import {eq} from 'drizzle-orm';
import {afterEach, expect, test} from 'vitest';
import {calls, callStatuses, roomStatuses} from '../database/schema.js';
import {createLogger} from '../log/logger.js';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import {entryOf, type CallEntry, type CallRow} from './call-entry.js';
import {MetadataWriter} from './metadata.js';
import {showStatus} from './statuses.js';

const at = new Date('2030-01-01T12:00:00.000Z');
const later = new Date('2030-01-01T12:00:07.000Z');

/** A room of LiveKit, which may be away. */
class FakeLiveKit {
  metadata: string | undefined = '{"topic":"plans"}';
  away = false;
  reads = 0;
  writes = 0;
  /** Reading takes until this resolves. */
  held: Promise<void> | undefined;

  async roomMetadata(): Promise<string | undefined> {
    const {metadata} = this;
    this.reads++;
    await this.held;
    if (this.away) throw new Error('LiveKit is away.');
    return metadata;
  }

  async setRoomMetadata(_room: string, metadata: string): Promise<void> {
    this.writes++;
    this.metadata = metadata;
  }

  get statuses(): Record<string, unknown> {
    return JSON.parse(this.metadata ?? '{}') as Record<string, unknown>;
  }
}

onEachDatabase((database) => {
  let gateway: TestGateway | undefined;
  afterEach(() => gateway?.close());

  async function setUp() {
    gateway = await createTestGateway(database());
    const {rooms, phones} = gateway.services;
    await rooms.create('standup', {language: 'en'}, 'operator');
    const livekit = new FakeLiveKit();
    const {queries} = database();
    const writer = () =>
      new MetadataWriter({
        queries,
        livekit,
        statuses: phones.statuses,
        shown: phones.numbers.entry,
        log: createLogger('silent'),
      });
    const row = async (more: Partial<CallRow> = {}): Promise<CallRow> => {
      const values: typeof calls.$inferInsert = {
        ...{id: 'the-call-id', direction: 'outbound' as const, asteriskId: 'one', called: '+41446681810'},
        ...{room: 'standup', status: 'accepted', name: 'Reception', owner: '434', createdAt: at},
        ...more,
      };
      const [added] = await queries.insert(calls).values(values).returning();
      return added!;
    };
    const show = (entry: CallEntry) =>
      queries.transaction((transaction) => showStatus(transaction, 'standup', entry));
    const due = () => queries.update(roomStatuses).set({writingUntil: null});
    return {...gateway, livekit, writer, row, show, due, queries};
  }

  const shared = {
    callid: 'the-call-id',
    direction: 'outgoing',
    name: 'Reception',
    number: '+41 44 668 •• ••',
    identity: 'phone-the-call-id',
    owner: '434',
    muted: 'none',
    startedAt: '2030-01-01T12:00:00.000Z',
  };

  test.each<[string, Partial<CallRow>, object]>([
    ['accepted', {status: 'accepted'}, {status: 'accepted', revision: 0}],
    ['ringing', {status: 'ringing', revision: 1}, {status: 'ringing', revision: 1}],
    [
      'connected',
      {status: 'connected', revision: 2, connectedAt: later},
      {status: 'connected', revision: 2, connectedAt: '2030-01-01T12:00:07.000Z'},
    ],
    [
      'rejected',
      {
        status: 'rejected',
        cause: 'busy',
        code: 486,
        message: 'The line is busy.',
        revision: 3,
        endedAt: later,
      },
      {
        ...{status: 'rejected', cause: 'busy', code: 486, message: 'The line is busy.', revision: 3},
        endedAt: '2030-01-01T12:00:07.000Z',
      },
    ],
    [
      'cleared',
      {status: 'cleared', cause: 'remote-hung-up', message: 'They hung up.', revision: 4, endedAt: later},
      {
        ...{status: 'cleared', cause: 'remote-hung-up', message: 'They hung up.', revision: 4},
        endedAt: '2030-01-01T12:00:07.000Z',
      },
    ],
  ])('%s, to the letter', async (_, columns, expected) => {
    const {livekit, writer, row, show} = await setUp();
    await show(entryOf(await row(columns)));
    expect(await writer().writeNext()).toBe(true);
    expect(livekit.statuses).toEqual({
      topic: 'plans',
      'callstatus_the-call-id': {...shared, ...expected},
    });
    expect(await writer().writeNext()).toBe(false);
  });

  test('two writers race: one writes at a time, and what came meanwhile is written too', async () => {
    const {livekit, writer, row, show} = await setUp();
    const call = await row();
    await show(entryOf(call));
    let go = () => {};
    livekit.held = new Promise((resolve) => (go = resolve));
    const [first, second] = [writer(), writer()];
    const writing = first.writeNext();
    await expect.poll(() => livekit.reads).toBe(1);
    expect(await second.writeNext()).toBe(false);
    await show(entryOf({...call, status: 'ringing', revision: 1}));
    expect(await second.writeNext()).toBe(false);
    livekit.held = undefined;
    go();
    expect(await writing).toBe(true);
    const results = [await second.writeNext(), await first.writeNext()];
    expect(results).toEqual([true, false]);
    expect(livekit.statuses['callstatus_the-call-id']).toMatchObject({status: 'ringing', revision: 1});
  });

  test('a writer that was so slow that another has taken over writes nothing older for good', async () => {
    const {livekit, writer, row, show, due} = await setUp();
    const call = await row();
    await show(entryOf(call));
    let go = () => {};
    livekit.held = new Promise((resolve) => (go = resolve));
    const slow = writer();
    const writing = slow.writeNext();
    const quick = writer();
    await expect.poll(() => livekit.reads).toBe(1);
    livekit.held = undefined;
    await show(entryOf({...call, status: 'connected', revision: 2}));
    // Its lease is over.
    await due();
    expect(await quick.writeNext()).toBe(true);
    go();
    await writing;
    // It has noticed: whoever is next writes again.
    expect(await quick.writeNext()).toBe(true);
    expect(livekit.statuses['callstatus_the-call-id']).toMatchObject({status: 'connected', revision: 2});
  });

  test('LiveKit is away: it is told later, of the latest only; and again when it has forgotten', async () => {
    const {livekit, writer, row, show, due, services} = await setUp();
    const call = await row();
    await show(entryOf(call));
    livekit.away = true;
    await expect(writer().writeNext()).rejects.toThrow('away');
    expect(await writer().writeNext()).toBe(false);
    await show(entryOf({...call, status: 'ringing', revision: 1}));
    livekit.away = false;
    await due();
    expect(await writer().writeNext()).toBe(true);
    expect(livekit.writes).toBe(1);
    expect(livekit.statuses['callstatus_the-call-id']).toMatchObject({status: 'ringing'});
    livekit.metadata = '';
    await services.phones.statuses.rewrite('standup');
    expect(await writer().writeNext()).toBe(true);
    expect(livekit.statuses['callstatus_the-call-id']).toMatchObject({status: 'ringing'});
  });

  test('what is over vanishes, and nothing else', async () => {
    const {livekit, writer, row, show, queries} = await setUp();
    await show(entryOf(await row({status: 'rejected', endedAt: later, revision: 3})));
    await show(entryOf(await row({id: 'other', status: 'connected', revision: 2})));
    await writer().writeNext();
    expect(Object.keys(livekit.statuses)).toEqual(['topic', 'callstatus_the-call-id', 'callstatus_other']);
    const past = new Date(Date.now() - 1000);
    await queries.update(callStatuses).set({goneAt: past}).where(eq(callStatuses.callId, 'the-call-id'));
    await queries.update(roomStatuses).set({nextGoneAt: past});
    expect(await writer().writeNext()).toBe(true);
    expect(Object.keys(livekit.statuses)).toEqual(['topic', 'callstatus_other']);
  });
});
