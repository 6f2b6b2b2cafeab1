import type {SessionEnd} from '@sidetone/core';
import {describe, expect, it} from 'vitest';
import {sessionEnd} from './session-end.js';

function message(
  first: {status_code?: number; reason_phrase?: string},
  headers: Record<string, string[]> = {},
) {
  return {
    ...first,
    getHeader: (name: string) => headers[name]?.[0],
    getHeaders: (name: string) => headers[name] ?? [],
  };
}

const hungUp: SessionEnd = {by: 'local', code: 0, reason: ''};

describe('what the far side says', () => {
  it('a refusal, with when to try again', () => {
    const busy = message(
      {status_code: 503, reason_phrase: 'Busy'},
      {'retry-after': ['30'], reason: ['Q.850;cause=42']},
    );
    expect(sessionEnd({originator: 'remote', message: busy, cause: 'x'}, undefined)).toEqual({
      by: 'remote',
      code: 503,
      reason: 'Busy',
      retryAfter: 30,
      reasonHeader: {protocol: 'Q.850', cause: 42},
    });
  });
  it('where somebody moved', () => {
    const contact = ['<sip:a@h;x=1>;q=0.5', 'sip:b@h;q=0.1'];
    const moved = message({status_code: 302, reason_phrase: 'Moved'}, {contact});
    expect(sessionEnd({originator: 'remote', message: moved, cause: 'x'}, undefined).contacts).toEqual([
      'sip:a@h;x=1',
      'sip:b@h',
    ]);
  });
  it('a CANCEL because of another phone', () => {
    const cancel = message({}, {reason: ['SIP;cause=200;text="Call completed elsewhere"']});
    expect(sessionEnd({originator: 'remote', message: cancel, cause: 'Canceled'}, undefined)).toEqual({
      by: 'remote',
      code: 0,
      reason: 'Call completed elsewhere',
      reasonHeader: {protocol: 'SIP', cause: 200},
    });
  });
  it('a BYE that crosses a hang-up', () => {
    expect(sessionEnd({originator: 'remote', message: message({}), cause: 'Terminated'}, hungUp).by).toBe(
      'remote',
    );
  });
  it('the 491 that JsSIP was shown as something else', () => {
    const pending = message({status_code: 490, reason_phrase: 'Request Pending'});
    expect(sessionEnd({originator: 'remote', message: pending, cause: 'x'}, undefined).code).toBe(491);
  });
  it('an answer that the browser cannot use', () => {
    const answer = message({status_code: 200, reason_phrase: 'OK'});
    expect(
      sessionEnd({originator: 'remote', message: answer, cause: 'Bad Media Description'}, undefined),
    ).toMatchObject({
      by: 'network',
      code: 488,
    });
  });
});

describe('what happens here', () => {
  it.each([
    ['a hang-up', {originator: 'local', message: null, cause: 'Terminated'}, hungUp, hungUp],
    [
      'no response',
      {originator: 'local', message: null, cause: 'Canceled'},
      undefined,
      {by: 'network', code: 0},
    ],
    [
      'session timer',
      {originator: 'local', message: null, cause: 'Request Timeout'},
      undefined,
      {by: 'network', code: 0},
    ],
    ['no ACK', {originator: 'remote', message: null, cause: 'No ACK'}, undefined, {by: 'network', code: 0}],
    [
      "the INVITE's Expires",
      {originator: 'system', message: null, cause: 'Expires'},
      undefined,
      {by: 'remote', code: 0},
    ],
    [
      'an offer without use',
      {originator: 'system', message: null, cause: 'WebRTC Error'},
      undefined,
      {by: 'local', code: 488},
    ],
    [
      'a failing answer',
      {originator: 'system', message: 'boom', cause: 'Internal Error'},
      undefined,
      {by: 'network', code: 0},
    ],
  ] as const)('%s', (_, facts, intended, end) => {
    expect(sessionEnd(facts, intended)).toMatchObject(end);
  });
});
