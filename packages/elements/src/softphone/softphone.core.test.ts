import {describe, expect, test} from 'vitest';
import {registrationView, stage, worstAccount, type RegisteredAccount} from './softphone.core.js';

const account = (registration: string, code?: string) =>
  ({registration, error: code ? {code} : undefined, aor: 'sip:a@b', displayName: ''}) as RegisteredAccount;

describe('registrationView', () => {
  test('a refused registration is tried again by itself, and can be tried at once', () => {
    expect(registrationView(account('failed', 'registration-refused'))).toMatchObject({
      reason: 'registration-refused',
      next: 'retries',
      retry: true,
    });
  });

  test('a server that is away says itself that it is tried again', () => {
    expect(registrationView(account('failed', 'server-unreachable'))).toMatchObject({
      next: 'none',
      retry: true,
    });
  });

  test('a wrong password waits for a person', () => {
    expect(registrationView(account('failed', 'credentials-rejected'))).toMatchObject({
      next: 'act',
      retry: true,
    });
  });

  test('a registered account needs nothing, whatever went wrong before', () => {
    expect(registrationView(account('registered', 'server-unreachable'))).toEqual({
      state: 'registered',
      reason: undefined,
      next: 'none',
      retry: false,
    });
  });
});

test('the header tells of the account in trouble, not only of the chosen one', () => {
  const good = account('registered');
  const bad = account('failed', 'user-unknown');
  expect(worstAccount([good, bad], good)).toBe(bad);
  expect(worstAccount([good], good)).toBe(good);
});

describe('stage', () => {
  const call = (status: string, direction = 'outgoing') =>
    ({status, direction, ended: status === 'cleared'}) as Parameters<typeof stage>[0][number];

  test('a second call that rings does not push the first away', () => {
    const talking = call('connected');
    const second = call('ringing', 'incoming');
    expect(stage([talking, second], talking)).toEqual({front: talking, ringing: [second], list: false});
  });

  test('two answered calls are listed, the active one in front', () => {
    const held = call('held');
    const talking = call('connected');
    expect(stage([held, talking], talking)).toEqual({front: talking, ringing: [], list: true});
  });

  test('nothing is in front when every call is over', () => {
    expect(stage([call('cleared')], undefined)).toEqual({front: undefined, ringing: [], list: false});
  });
});
