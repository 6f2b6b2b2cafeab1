import {expect, test} from 'vitest';
import {ini} from './ini.js';

test('sections, repeated keys, and semicolons that are no comments', () => {
  const text = ini(['a', {one: 1, many: ['x', 'y']}], ['b', {contact: 'sip:a;transport=ws'}]);
  expect(text).toBe('[a]\none=1\nmany=x\nmany=y\n\n[b]\ncontact=sip:a\\;transport=ws\n');
});
