import {expect, test} from 'vitest';
import {readSettings} from '../settings/settings.js';
import {testSettings} from '../testing/services.js';
import {numberLanguages} from './number-languages.js';

test('languages go by the number, however the trunk writes it', () => {
  const settings = readSettings({
    env: {
      ...testSettings,
      ROOM_TELEPHONY_DEFAULT_COUNTRY: 'CH',
      ROOM_TELEPHONY_DEFAULT_LANGUAGE: 'it',
      ROOM_TELEPHONY_LANGUAGES: '{"044 668 18 00": ["de", "fr"]}',
    },
  });
  const chosen = {languages: ['de', 'fr'], chosen: true};
  expect(numberLanguages('+41446681800', settings)).toEqual(chosen);
  expect(numberLanguages('0041446681800', settings)).toEqual(chosen);
  expect(numberLanguages('+41446681801', settings)).toEqual({languages: ['it'], chosen: false});
});
