import {expect, test} from 'vitest';
import {dialIn} from './dial-in.js';

test('numbers as people write, dial and link them', () => {
  const room = {name: 'standup', language: 'fr'} as const;
  const numbers = ['(212) 555-0100', '+41 44 668 18 00', '600'];
  expect(dialIn(room, '1234567890', {numbers, country: 'US', pinAttempts: 5})).toEqual({
    room: 'standup',
    pin: '1234567890',
    pinGrouped: '123 456 7890',
    pinAttempts: 5,
    language: 'fr',
    languages: ['en', 'fr', 'es', 'it', 'ru', 'de'],
    numbers: [
      {
        e164: '+12125550100',
        country: 'US',
        national: '(212) 555-0100',
        international: '+1 212 555 0100',
        tel: 'tel:+12125550100,,1234567890#',
      },
      {
        e164: '+41446681800',
        country: 'CH',
        national: '044 668 18 00',
        international: '+41 44 668 18 00',
        tel: 'tel:+41446681800,,1234567890#',
      },
      {e164: '600', country: null, national: '600', international: '600', tel: 'tel:600,,1234567890#'},
    ],
  });
});
