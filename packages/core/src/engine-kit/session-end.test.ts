import {expect, it} from 'vitest';
import {endOfMessage} from './session-end.js';

const message = (headers: Record<string, string[]>) => ({
  getHeader: (name: string) => headers[name]?.[0],
  getHeaders: (name: string) => headers[name] ?? [],
});

it('tells the text of a BYE, and the phrase of a refusal', () => {
  const headers = message({reason: ['Q.850;cause=16;text="Normal Clearing"']});
  const reasonHeader = {protocol: 'Q.850', cause: 16};
  expect(endOfMessage(headers)).toEqual({by: 'remote', code: 0, reason: 'Normal Clearing', reasonHeader});
  expect(endOfMessage(headers, 486, 'Busy Here')).toEqual({
    by: 'remote',
    code: 486,
    reason: 'Busy Here',
    reasonHeader,
  });
  expect(endOfMessage(message({}))).toEqual({by: 'remote', code: 0, reason: ''});
});

it('tells where to and when', () => {
  const contact = ['<sip:a,b@x;y=1>;q=0.5, "B" <sip:b@x;transport=ws>', 'sip:c@x;q=0.1'];
  expect(endOfMessage(message({contact}), 302, 'Moved').contacts).toEqual([
    'sip:a,b@x;y=1',
    'sip:b@x;transport=ws',
    'sip:c@x',
  ]);
  expect(endOfMessage(message({contact}), 486, 'Busy Here')).not.toHaveProperty('contacts');
  expect(endOfMessage(message({'retry-after': ['7']}), 503, 'Service Unavailable').retryAfter).toBe(7);
});
