import {expect, test} from 'vitest';
import {auditTrail, calls} from '../database/schema.js';
import {onEachDatabase} from '../testing/databases.js';
import {forgetRecords} from './records.js';

onEachDatabase((database) => {
  test('calls that ended, and what was done, are forgotten in time; a call that lives is not', async () => {
    const {queries} = database();
    const [early, late] = [new Date('2030-01-01T12:00:00Z'), new Date('2030-03-01T12:00:00Z')];
    const call = {direction: 'inbound', asteriskId: 'one', status: 'cleared'} as const;
    await queries.insert(calls).values([
      {...call, id: 'old', endedAt: early},
      {...call, id: 'new', endedAt: late},
      {...call, id: 'alive', status: 'connected', createdAt: early},
    ]);
    const done = {actor: 'gateway', subject: 'room:one'};
    await queries.insert(auditTrail).values([
      {...done, action: 'old', at: early},
      {...done, action: 'new', at: late},
    ]);
    await forgetRecords(queries, new Date('2030-02-01T00:00:00Z'));
    const kept = (await queries.select({id: calls.id}).from(calls)).map(({id}) => id).sort();
    expect(kept).toEqual(['alive', 'new']);
    const trail = (await queries.select({action: auditTrail.action}).from(auditTrail)).map(
      ({action}) => action,
    );
    expect(trail).toEqual(['new']);
  });
});
