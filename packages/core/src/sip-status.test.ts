import {describe, expect, it} from 'vitest';
import type {SessionEnd} from './engine/engine.js';
import {sipStatus, sipStatusTable} from './sip-status-table.js';
import {describeEnd} from './sip-status.js';

const end = (by: SessionEnd['by'], code = 0, more: Partial<SessionEnd> = {}): SessionEnd => ({
  by,
  code,
  reason: '',
  ...more,
});
const q850 = (cause: number) => ({reasonHeader: {protocol: 'Q.850', cause}});
const sip = (cause: number) => ({reasonHeader: {protocol: 'SIP', cause}});

describe('an outgoing call that was not answered', () => {
  const told = (sessionEnd: SessionEnd) => describeEnd(sessionEnd, {direction: 'outgoing', answered: false});

  it.each([
    [301, 'moved'],
    [302, 'moved'],
    [400, 'failed'],
    [401, 'credentials-rejected'],
    [402, 'forbidden'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [405, 'failed'],
    [407, 'credentials-rejected'],
    [408, 'unreachable'],
    [410, 'not-found'],
    [413, 'failed'],
    [415, 'media-refused'],
    [420, 'failed'],
    [480, 'unavailable'],
    [482, 'server-error'],
    [483, 'server-error'],
    [484, 'number-incomplete'],
    [485, 'not-found'],
    [486, 'busy'],
    [488, 'media-refused'],
    [491, 'failed'],
    [493, 'failed'],
    [500, 'server-error'],
    [503, 'congestion'],
    [600, 'busy'],
    [603, 'declined'],
    [604, 'not-found'],
    [606, 'media-refused'],
  ])('is rejected on %i as %s', (code, cause) => {
    expect(told(end('remote', code))).toEqual({status: 'rejected', cause, code, message: sipStatus(code)[1]});
  });

  it('was cancelled when this side ended it, with and without the 487', () => {
    for (const code of [0, 487])
      expect(told(end('local', code))).toMatchObject({status: 'cleared', cause: 'cancelled'});
  });

  it('is cleared by a 487 that nobody here asked for', () => {
    expect(told(end('remote', 487))).toMatchObject({status: 'cleared', cause: 'cancelled', code: 487});
  });

  it('is refused here when this side cannot accept the answer', () => {
    expect(told(end('local', 488))).toMatchObject({status: 'rejected', cause: 'media-refused'});
  });

  it('is unreachable when nobody responded at all', () => {
    expect(told(end('network'))).toMatchObject({status: 'rejected', cause: 'unreachable', code: 0});
  });

  it.each([
    [17, 'busy'],
    [19, 'no-answer'],
    [21, 'declined'],
    [34, 'congestion'],
  ])('trusts Q.850 cause %i over a vague 480: %s', (cause, expected) => {
    expect(told(end('remote', 480, q850(cause)))).toMatchObject({cause: expected, code: 480});
  });

  it('trusts a precise code over Q.850, and normal clearing tells nothing', () => {
    expect(told(end('remote', 603, q850(17)))).toMatchObject({cause: 'declined'});
    expect(told(end('remote', 480, q850(16)))).toMatchObject({cause: 'unavailable'});
  });

  it.each([
    [1, 'Try again in 1 second.'],
    [30, 'Try again in 30 seconds.'],
    [300, 'Try again in 5 minutes.'],
    [86_400, 'Try again in 24 hours.'],
  ])('says when to try again after Retry-After: %i', (retryAfter, words) => {
    expect(told(end('remote', 503, {retryAfter})).message).toBe(`${sipStatus(503)[1]} ${words}`);
  });

  it('says where a call should go instead', () => {
    const contacts = ['sip:600@pbx.example', 'sip:+41446681800@pbx.example'];
    const context = {direction: 'outgoing', answered: false, domain: 'pbx.example'} as const;
    const one = describeEnd(end('remote', 302, {contacts: contacts.slice(0, 1)}), context);
    expect(one.message).toBe('Calls to this number go elsewhere for now. Try 600.');
    expect(one.movedTo).toMatchObject([{uri: 'sip:600@pbx.example', displayName: '600'}]);
    expect(describeEnd(end('remote', 300, {contacts}), context).message).toBe(
      'There are several addresses for this name. Call one of them directly. Try 600 or +41 44 668 18 00.',
    );
  });
});

describe('an incoming call that was not answered', () => {
  const told = (sessionEnd: SessionEnd) => describeEnd(sessionEnd, {direction: 'incoming', answered: false});

  it.each([
    ['was missed', end('remote'), 'cleared', 'missed'],
    ['was missed, with a reason', end('remote', 0, q850(16)), 'cleared', 'missed'],
    ['was answered elsewhere', end('remote', 0, sip(200)), 'cleared', 'answered-elsewhere'],
    [
      'was answered elsewhere, as a gateway says it',
      end('remote', 0, q850(26)),
      'cleared',
      'answered-elsewhere',
    ],
    ['was declined elsewhere', end('remote', 0, sip(603)), 'rejected', 'declined'],
    ['was declined here', end('local', 603), 'rejected', 'declined'],
    ['was declined here by an engine that keeps no code', end('local'), 'rejected', 'declined'],
    ['was sent a busy signal', end('local', 486), 'rejected', 'busy'],
    ['was told that nobody is here', end('local', 480), 'rejected', 'unavailable'],
    ['was lost', end('network'), 'cleared', 'connection-lost'],
  ] as const)('%s', (_, sessionEnd, status, cause) => {
    expect(told(sessionEnd)).toMatchObject({status, cause});
  });
});

describe.each(['outgoing', 'incoming'] as const)('an %s call that was answered', (direction) => {
  const told = (sessionEnd: SessionEnd) => describeEnd(sessionEnd, {direction, answered: true});

  it.each([
    ['this side hung up', end('local'), 'hung-up'],
    ['the other side hung up', end('remote'), 'remote-hung-up'],
    ['the other side hung up normally', end('remote', 0, q850(16)), 'remote-hung-up'],
    ['the network behind the other side gave out', end('remote', 0, q850(34)), 'congestion'],
    ['a later request found no call', end('remote', 481), 'connection-lost'],
    ['media broke', end('network'), 'connection-lost'],
  ] as const)('is cleared when %s', (_, sessionEnd, cause) => {
    expect(told(sessionEnd)).toMatchObject({status: 'cleared', cause});
  });
});

describe('the table', () => {
  it('lets an unknown code mean what its class does', () => {
    expect(sipStatus(399)).toBe(sipStatusTable[300]);
    expect(sipStatus(499)).toBe(sipStatusTable[400]);
    expect(sipStatus(599)).toBe(sipStatusTable[500]);
    expect(sipStatus(699)).toBe(sipStatusTable[600]);
    expect(sipStatus(742)[0]).toBe('failed');
  });

  it('speaks in whole sentences without jargon', () => {
    for (const [, message] of Object.values(sipStatusTable)) {
      expect(message).toMatch(/^[A-Z].*\.$/);
      expect(message).not.toMatch(/\b(INVITE|UAS|codec|SDP|\d{3})\b/);
    }
  });
});
