import {expect, test} from 'vitest';
import {callerView, type RingingCall} from './incoming-call.core.js';

const from = (displayName: string, uri: string, number?: string) =>
  ({
    direction: 'incoming',
    status: 'ringing',
    remote: {displayName, uri, ...(number && {number})},
    pending: undefined,
    account: {displayName: undefined, aor: 'sip:desk@example.org'},
  }) as unknown as RingingCall;

test('name and number are both told when they differ', () => {
  expect(callerView(from('Bob', 'sip:+41446681800@x', '+41446681800'), 1, () => '+41 44 668 18 00')).toEqual({
    name: 'Bob',
    address: '+41 44 668 18 00',
    called: undefined,
    answering: false,
  });
});

test('a caller without a name is not told twice', () => {
  const caller = from('+41 44 668 18 00', 'sip:+41446681800@x', '+41446681800');
  expect(callerView(caller, 1).address).toBeUndefined();
});

test('a SIP caller is told by address', () => {
  expect(callerView(from('Bob', 'sip:bob@example.org;transport=ws'), 1).address).toBe('bob@example.org');
});

test('the account that is called is told when there are several', () => {
  expect(callerView(from('Bob', 'sip:bob@example.org'), 2).called).toBe('desk@example.org');
});
