import {describe, expect, it} from 'vitest';
import {groupDigits, Pin} from './pin.js';

const ten = {length: 10, attempts: 3};

describe('Pin', () => {
  it.each([
    '123 456 7890#',
    '1234567890',
    ' 123-456-7890 # ',
    '123\u00a0456\u20117890\u200e',
    '１２３４５６７８９０#',
  ])('reads %j', (text) => {
    const pin = Pin.read(text, ten);
    expect(pin.complete).toBe(true);
    expect(pin.tones()).toBe('1234567890#');
  });

  it('knows what is missing', () => {
    const pin = Pin.read('123 4', ten);
    expect(pin).toMatchObject({complete: false, count: 4, missing: 6, closed: false});
  });

  it('is not complete by # when digits are missing', () => {
    expect(Pin.read('1234#', ten)).toMatchObject({complete: false, missing: 6, closed: true});
  });

  it('is complete by # alone when any length will do', () => {
    expect(Pin.read('1234')).toMatchObject({complete: false, missing: undefined});
    expect(Pin.read('1234#').complete).toBe(true);
    expect(Pin.read('#').complete).toBe(false);
  });

  it('can leave # out where the length says that this was all', () => {
    expect(Pin.read('1234#').tones({close: false})).toBe('1234');
  });

  it('is read aloud in groups', () => {
    expect(Pin.read('1234567890').spoken()).toBe('123 456 7890');
  });

  it.each(['12a4', '12#34', '12##', '*12', '+41', '1,2', '12345678901'])(
    'refuses %j and repeats none of it',
    (text) => {
      let error: Error | undefined;
      try {
        Pin.read(text, ten);
      } catch (thrown) {
        error = thrown as Error;
      }
      expect(error).toMatchObject({code: 'pin-invalid'});
      expect(error?.cause).toBeUndefined();
      expect(String(error)).not.toContain(text.slice(0, 4));
    },
  );

  it('does not come out by accident', () => {
    const pin = Pin.read('987654', {});
    const visible = Reflect.ownKeys(pin).map((key) => Reflect.get(pin, key));
    for (const text of [`${pin}`, String(pin), JSON.stringify({pin}), String(visible)]) {
      expect(text).not.toContain('987');
    }
  });
});

describe('groupDigits', () => {
  it.each([
    ['', ''],
    ['12', '12'],
    ['1234', '1234'],
    ['12345', '123 45'],
    ['123456', '123 456'],
    ['1234567', '123 4567'],
    ['12345678', '123 456 78'],
    ['1234567890', '123 456 7890'],
  ])('%s is %j', (digits, grouped) => {
    expect(groupDigits(digits)).toBe(grouped);
  });
});
