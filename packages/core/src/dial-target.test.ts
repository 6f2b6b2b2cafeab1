import {describe, expect, it} from 'vitest';
import {parseDialTarget, type DialTarget} from './dial-target.js';
import type {CountryCode} from './phone-number.js';

const dial = (input: string, country: CountryCode = 'CH'): DialTarget =>
  parseDialTarget(input, {domain: 'pbx.example', country});
const zurich = {
  uri: 'sip:+41446681800@pbx.example',
  display: '+41 44 668 18 00',
  number: '+41446681800',
};

describe('telephone numbers', () => {
  it.each([
    ['+41 44 668 18 00', 'CH'],
    ['+41 44 668 18 00', 'US'],
    ['(044) 668-1800', 'CH'],
    ['044/668.18.00', 'CH'],
    ['+41 (0)44 668 18 00', 'CH'],
    ['(+41) 44 668 18 00', 'CH'],
    ['0041446681800', 'CH'],
    ['011 41 44 668 18 00', 'US'],
    ['tel:+41446681800', 'US'],
    ['TEL:+41-44-668-1800', 'US'],
    ['tel://+41446681800', 'US'],
    ['tel:%2B41%2044%20668%2018%2000', 'US'],
    ['tel:446681800;phone-context=+41', 'US'],
    ['callto:+41446681800', 'US'],
    ['+41\u00a044\u202f668\u00a018\u00a000', 'US'],
    ['+41 44 668\u201118\u201300', 'US'],
    ['\u202a+41 44 668 18 00\u202c', 'US'],
    ['+41\u200b446681800\ufeff\n', 'US'],
    ['\u0660\u0664\u0664\u0666\u0666\u0668\u0661\u0668\u0660\u0660', 'CH'],
    ['\u06f0\u06f4\u06f4\u06f6\u06f6\u06f8\u06f1\u06f8\u06f0\u06f0', 'CH'],
    ['\u0966\u096a\u096a\u096c\u096c\u096e\u0967\u096e\u0966\u0966', 'CH'],
    ['\uff0b\uff14\uff11\uff14\uff14\uff16\uff16\uff18\uff11\uff18\uff10\uff10', 'US'],
  ] as const)('%j in %s is one in Zurich', (input, country) => {
    expect(dial(input, country)).toEqual(zurich);
  });

  it.each([
    ['2015550123', 'US', '+12015550123'],
    ['1 (201) 555-0123', 'US', '+12015550123'],
    ['201.555.0123', 'US', '+12015550123'],
    ['1-800-FLOWERS', 'US', '+18003569377'],
    ['030 123456', 'DE', '+4930123456'],
    ['06 1234 5678', 'IT', '+390612345678'],
    ['331234', 'GL', '+299331234'],
    ['+1 201 555 0123', 'CH', '+12015550123'],
  ] as const)('%s in %s is %s', (input, country, number) => {
    expect(dial(input, country)).toMatchObject({number, uri: `sip:${number}@pbx.example`});
  });

  it('takes the United States when no country is named', () => {
    expect(parseDialTarget('(201) 555-0123', {domain: 'pbx.example'}).number).toBe('+12015550123');
  });

  it.each([
    ['+41 44 668', 'too short'],
    ['+41 44 668 18 00 00 00 00 00', 'too long'],
    ['+999 123 4567', 'no country'],
    ['+41*44', 'only digits'],
  ])('refuses %s: %s', (input, reason) => {
    expect(() => dial(input)).toThrow(expect.objectContaining({code: 'dial-target-invalid'}));
    expect(() => dial(input)).toThrow(reason);
  });
});

describe('tones after the number', () => {
  it.each([
    ['tel:+1-201-555-0123;ext=77', ',77'],
    ['+1 201 555 0123 ext. 77', ',77'],
    ['+1 201 555 0123x77', ',77'],
    ['+12015550123,,1234#', ',,1234#'],
    ['tel:+12015550123,,1234%23', ',,1234#'],
    ['+12015550123, 123 456 7890#', ',1234567890#'],
    ['+12015550123p1234p5', ',1234,5'],
    ['+12015550123;1234', ',1234'],
    ['tel:+12015550123;postd=pp22', ',,22'],
    ['tel:+12015550123;ext=77,,1234#', ',77,,1234#'],
    ['tel:+12015550123;isub=1;ext=77', ',77'],
  ])('%s: %s', (input, postDial) => {
    expect(dial(input)).toEqual({
      uri: 'sip:+12015550123@pbx.example',
      display: '+1 201 555 0123',
      number: '+12015550123',
      postDial,
    });
  });

  it('can follow an extension', () => {
    expect(dial('600,,42#')).toEqual({uri: 'sip:600@pbx.example', display: '600', postDial: ',,42#'});
  });

  it('is nothing when only pauses are left', () => {
    expect(dial('600,,')).toEqual({uri: 'sip:600@pbx.example', display: '600'});
  });

  it('never repeats them in an error: they may be a PIN', () => {
    const refusal = (() => {
      try {
        return dial('+12015550123,,98765é4');
      } catch (error) {
        return error as Error;
      }
    })();
    expect(refusal).toMatchObject({code: 'dial-target-invalid'});
    expect(String(refusal)).not.toContain('987');
  });
});

describe('extensions and service codes', () => {
  it.each([
    ['600', 'CH', '600'],
    ['1 2 3', 'CH', '123'],
    ['112', 'CH', '112'],
    ['911', 'US', '911'],
    ['12345', 'DE', '12345'],
    ['123456', 'DE', '123456'],
    ['123-456-7890', 'US', '1234567890'],
    ['044 668 18 00 99 99', 'CH', '04466818009999'],
    ['\u0666\u0660\u0660', 'CH', '600'],
    ['tel:600;phone-context=pbx.example', 'CH', '600'],
  ] as const)('dials %s in %s as %s', (input, country, digits) => {
    expect(dial(input, country)).toEqual({uri: `sip:${digits}@pbx.example`, display: digits});
  });

  it('encodes # for the request only', () => {
    expect(dial('*97')).toEqual({uri: 'sip:*97@pbx.example', display: '*97'});
    expect(dial('*21*0441234567#')).toEqual({
      uri: 'sip:*21*0441234567%23@pbx.example',
      display: '*21*0441234567#',
    });
  });
});

describe('names and addresses', () => {
  it.each([
    ['bob', 'sip:bob@pbx.example', 'bob'],
    ['alice.smith', 'sip:alice.smith@pbx.example', 'alice.smith'],
    ["o'brien", "sip:o'brien@pbx.example", "o'brien"],
    ['600b', 'sip:600b@pbx.example', '600b'],
    ['josé', 'sip:jos%C3%A9@pbx.example', 'josé'],
    ['sip:bob', 'sip:bob@pbx.example', 'bob'],
    ['bob@pbx.example', 'sip:bob@pbx.example', 'bob'],
    ['bob@other.example', 'sip:bob@other.example', 'bob@other.example'],
    ['bob@127.0.0.1:5060', 'sip:bob@127.0.0.1:5060', 'bob@127.0.0.1:5060'],
    ['bob@[2001:db8::1]:5060', 'sip:bob@[2001:db8::1]:5060', 'bob@[2001:db8::1]:5060'],
    ['bob@bücher.example', 'sip:bob@xn--bcher-kva.example', 'bob@xn--bcher-kva.example'],
    ['sip:bob@host;transport=ws', 'sip:bob@host;transport=ws', 'bob@host'],
    ['sip:+123@host', 'sip:+123@host', '+123@host'],
    ['SIPS:bob@host', 'sips:bob@host', 'bob@host'],
    ['sip:b%6Fb@host', 'sip:bob@host', 'bob@host'],
    ['sip:a%2Fb%20@host', undefined, undefined],
  ])('%s', (input, uri, display) => {
    if (uri) expect(dial(input)).toEqual({uri, display});
    else expect(() => dial(input)).toThrow(expect.objectContaining({code: 'dial-target-invalid'}));
  });

  it('knows the number in a SIP address', () => {
    expect(dial('sip:+41 44 668 18 00@pbx.example;user=phone')).toEqual({
      ...zurich,
      uri: 'sip:+41446681800@pbx.example;user=phone',
    });
  });
});

describe('what cannot be dialled', () => {
  it.each(['', '   ', '\u200b\u00a0', 'tel:', 'sip:', 'tel://'])('says that %j is empty', (input) => {
    expect(() => dial(input)).toThrow(expect.objectContaining({code: 'dial-target-empty'}));
  });

  it.each([
    '600\r\nX-Evil: 1',
    'sip:bob@host\r\nX-Evil: 1',
    'sip:bob%0d%0aX-Evil:%201@host',
    'tel:600%0d%0aX-Evil',
    'bob\u2028carol',
    '"Bob" <sip:bob@host>',
    '<sip:bob@host>',
    'sip:bob@host>',
    'sip:bob@host;x="y"',
    'sip:bob@host;x=a b',
    'sip:b%22ob@host',
    'sip:b%3cob@host',
    'sip:bob%40evil@host',
    'sip:bob@host?Replaces=1',
    'sip:bob@host;method=REGISTER',
    'sip:bob:secret@host',
    'sip:@host',
    'bob@',
    'bob@ho st',
    'bob@host:123456',
    'bob@-host',
    'sip:%zz@host',
    'https://example.org/',
    'Bob Smith',
    'tel:bob',
    '---',
    'a'.repeat(300),
  ])('refuses %j', (input) => {
    expect(() => dial(input)).toThrow(expect.objectContaining({code: 'dial-target-invalid'}));
  });

  it('does not repeat the password of an address', () => {
    expect(() => dial('sip:bob:secret@host')).toThrow(/^(?!.*secret)/);
  });

  it('needs a domain', () => {
    expect(() => parseDialTarget('600', {domain: ''})).toThrow(
      expect.objectContaining({code: 'configuration-invalid'}),
    );
  });
});
