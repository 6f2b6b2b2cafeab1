import {asc} from 'drizzle-orm';
import {expect, test} from 'vitest';
import {FencedError} from '../asterisk/calls/call-store.js';
import {LeaseStore} from '../asterisk/lease/lease-store.js';
import {beginCalling} from '../ivr/calling.js';
import {ends} from '../ivr/ends.js';
import type {IvrState} from '../ivr/state.js';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway} from '../testing/services.js';
import {callbacks} from './tables.js';

onEachDatabase((database) => {
  test('each status of a call is in the queue with it, once, and not when another gateway has the call', async () => {
    const {services, close} = await createTestGateway(database());
    const {queries} = database();
    const {store} = services.phones;
    const {endpoints} = services.callbacks;
    await services.rooms.create('session', {language: 'en'}, 'operator');
    await endpoints.add('https://app.example.org/own', 'operator');
    await endpoints.setForProject('45828062', 'https://app.example.org/ot', 'operator');
    const lease = (await new LeaseStore(queries).acquire('one', 'here', 60_000))!;
    const begun = beginCalling({room: 'session', language: 'en', byTrunk: true}, Date.now());
    let call = {
      id: 'c1',
      asteriskId: 'one',
      channelId: 'x',
      trunk: '',
      caller: '',
      called: '+41446681800',
      name: 'Phone',
      application: 'shop-backend',
      state: begun,
      heardUntil: '',
      revision: 0,
    };
    await store.place(call, {endsWithOwner: false, project: '45828062'});
    // What the gateway reads that takes it over.
    expect(await store.find('c1')).toMatchObject({application: 'shop-backend'});
    const become = async (change: Partial<IvrState>, by = lease) => {
      const changed = {...call, state: {...call.state, ...change}};
      const revision = await store.save(changed, call.state, by);
      call = {...changed, revision};
    };
    await become({dialled: true});
    // The answer to a write got lost with the connection: it is done once.
    const again = {...call, revision: call.revision - 1};
    expect(await store.save(again, again.state, lease)).toBe(call.revision);
    await become({place: 'ringing', rang: true});
    await become({place: 'joining'});
    await become({place: 'room', joinedAt: Date.now()});
    await become({held: true});
    await expect(become({held: false}, {...lease, epoch: 99})).rejects.toThrow(FencedError);
    await become({place: 'over', end: ends.remote});
    const rows = await queries.select().from(callbacks).orderBy(asc(callbacks.seq));
    const of = (project: string) =>
      rows
        .filter(({endpointId}) => endpointId.startsWith('project:') === (project !== ''))
        .map(({body}) => JSON.parse(body) as Record<string, unknown>);
    expect(of('').map(({type}) => type)).toEqual([
      'call.accepted',
      'call.ringing',
      'call.connected',
      'call.held',
      'call.cleared',
    ]);
    expect(of('').at(-1)).toMatchObject({data: {callid: 'c1', applicationId: 'shop-backend'}});
    expect(of('45828062').map(({event, state}) => [event, state])).toEqual([
      ['callCreated', undefined],
      ['callUpdated', 'RINGING'],
      ['callUpdated', 'ANSWERED'],
      ['callUpdated', 'HOLD'],
      ['callUpdated', 'HANGUP'],
      ['callDestroyed', undefined],
    ]);
    expect(of('45828062').at(-1)).toMatchObject({reason_code: '200', reason_message: ends.remote.message});
    expect(new Set(rows.map(({lane}) => lane))).toEqual(new Set(['c1']));
    await close();
  });
});
