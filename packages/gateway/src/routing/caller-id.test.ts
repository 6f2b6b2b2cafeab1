import {expect, test} from 'vitest';
import {checkPattern, displayName, userPart} from './caller-id.js';

const client = {
  id: 'c1',
  deviceId: 'd1',
  deviceAlias: 'desk',
  userId: '434',
  userAlias: 'Erna Müller',
  tag: 'vip',
  roles: ['host', 'speaker'],
  region: 'eu',
};

test('a pattern is filled with what is known of the client', () => {
  expect(displayName('{userAlias}-{userId} {deviceAlias}/{region}', client)).toBe('Erna Müller-434 desk/eu');
  expect(displayName('{roles} {tag} {deviceId} {id}', client)).toBe('host,speaker vip d1 c1');
  expect(displayName('{userAlias}', {id: 'c1'})).toBe('');
  expect(userPart('+41{userId}', client)).toBe('+41434');
});

test.each([
  'Bob" <sip:evil@example.org>',
  'a\r\nRoute: <sip:evil@example.org>\r\n',
  'back\\slash"',
  '\u202e\u0000\u2028evil',
  'x'.repeat(10_000),
  '😀'.repeat(300),
])('nothing of %j can begin anything else in a header', (userAlias) => {
  const name = displayName('{userAlias}', {id: 'c1', userAlias});
  expect(name).not.toMatch(/["\\<>\p{Cc}\p{Cf}\u2028]/u);
  expect([...name].length).toBeLessThanOrEqual(100);
  expect(Buffer.from(name).toString()).toBe(name);
  expect(userPart('{userAlias}', {id: 'c1', userAlias})).toMatch(/^[A-Za-z0-9\-_.!~*'()+]{0,60}$/);
});

test.each([
  ['{password}', /\{password\} is none of/],
  ['{userId', /brace/],
  ['userId}', /brace/],
  ['{{userId}}', /brace/],
  ['a\r\nb', /line/],
])('%j is no pattern', (pattern, why) => {
  expect(() => checkPattern(pattern)).toThrow(
    expect.objectContaining({code: 'caller-id-invalid', message: expect.stringMatching(why) as unknown}),
  );
});
