import {expect, test} from 'vitest';
import {readSettings} from '../settings/settings.js';
import {testSettings} from '../testing/services.js';
import {dialIn} from './dial-in.js';

test('numbers as people write, dial and link them, and what is spoken there', () => {
  const room = {name: 'standup', language: 'fr'} as const;
  const settings = readSettings({
    env: {
      ...testSettings,
      ROOM_TELEPHONY_PHONE_NUMBER: '(212) 555-0100, +41 44 668 18 00, 600',
      ROOM_TELEPHONY_LANGUAGES: '{"+41 44 668 18 00": ["de", "fr"]}',
    },
  });
  expect(dialIn(room, '1234567890', settings)).toEqual({
    room: 'standup',
    pin: '1234567890',
    pinGrouped: '123 456 7890',
    pinAttempts: 5,
    language: 'fr',
    languages: ['en', 'de', 'fr'],
    numbers: [
      {
        e164: '+12125550100',
        country: 'US',
        national: '(212) 555-0100',
        international: '+1 212 555 0100',
        tel: 'tel:+12125550100,,1234567890#',
        languages: ['en'],
      },
      {
        e164: '+41446681800',
        country: 'CH',
        national: '044 668 18 00',
        international: '+41 44 668 18 00',
        tel: 'tel:+41446681800,,1234567890#',
        languages: ['de', 'fr'],
      },
      {
        e164: '600',
        country: null,
        national: '600',
        international: '600',
        tel: 'tel:600,,1234567890#',
        languages: ['en'],
      },
    ],
  });
});
