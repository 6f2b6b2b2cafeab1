import {expect, it} from 'vitest';
import {FarParty} from './far-party.js';

const message = (identity?: string) => ({
  getHeader: (name: string) => (name === 'p-asserted-identity' ? identity : undefined),
});

it('tells who the far side is, once, when it is somebody else or has a name now', () => {
  const far = new FarParty({uri: 'sip:600@h', displayName: ''});
  expect(far.learn(message())).toBeUndefined();
  expect(far.learn(message('<sip:600@h>'))).toBeUndefined();
  expect(far.learn(message('"Echo" <sip:600@h>'))).toEqual({uri: 'sip:600@h', displayName: 'Echo'});
  expect(far.learn(message('"Echo" <sip:600@h>'))).toBeUndefined();
  expect(far.learn(message('"Bob" <sip:bob@h>'))?.uri).toBe('sip:bob@h');
});
