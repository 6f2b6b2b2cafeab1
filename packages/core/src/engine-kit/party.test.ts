import {describe, expect, it} from 'vitest';
import {assertedParty, parseParty} from './party.js';

describe('parseParty', () => {
  it.each([
    ['"Bob \\"B\\" Ross" <sip:bob@h:5070;transport=ws>;tag=1', 'sip:bob@h:5070', 'Bob "B" Ross'],
    ['Bob Ross <sip:bob@h>', 'sip:bob@h', 'Bob Ross'],
    ['"Ross, Bob <x>" <sip:bob@h>', 'sip:bob@h', 'Ross, Bob <x>'],
    ['Bob <sip:bob@h:5060>;party=called;privacy=off', 'sip:bob@h:5060', 'Bob'],
    ['<sip:bob@h?Subject=a>', 'sip:bob@h', ''],
    ['sip:bob@h;tag=1', 'sip:bob@h', ''],
    ['sip:bob@h, <sip:carol@h>', 'sip:bob@h', ''],
    ['<sip:h;transport=ws>', 'sip:h', ''],
    ['<sip:+4144;phone-context=+41@h;user=phone>', 'sip:+4144;phone-context=+41@h', ''],
    ['<tel:+41446681800;phone-context=ch>', 'tel:+41446681800', ''],
    ['tel:+41446681800', 'tel:+41446681800', ''],
    ['"Zoë" <sips:zoe@h>, <tel:+41>', 'sips:zoe@h', 'Zoë'],
  ])('%s', (value, uri, displayName) => {
    expect(parseParty(value)).toEqual({uri, displayName});
  });

  it.each([undefined, '', 'Bob', '<>', '<sip:>', '<mailto:bob@h>'])('knows nobody in "%s"', (value) => {
    expect(parseParty(value)).toBeUndefined();
  });
});

it('prefers P-Asserted-Identity', () => {
  const headers: Record<string, string> = {
    'p-asserted-identity': '<sip:asserted@h>',
    'remote-party-id': '<sip:older@h>;party=called',
  };
  expect(assertedParty((name) => headers[name])?.uri).toBe('sip:asserted@h');
  expect(assertedParty((name) => (name === 'remote-party-id' ? headers[name] : undefined))?.uri).toBe(
    'sip:older@h',
  );
  expect(assertedParty(() => undefined)).toBeUndefined();
});

it.each([
  ['<sip:h>', undefined],
  ['"" <sip:h:5060>', undefined],
  ['"Room" <sip:h>', 'sip:h'],
  ['<tel:+41446681800>', 'tel:+41446681800'],
])('takes %s for somebody only when it names one', (value, uri) => {
  expect(assertedParty(() => value)?.uri).toBe(uri);
});
