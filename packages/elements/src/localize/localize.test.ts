import {describe, expect, it} from 'vitest';
import {formatDuration} from './duration.js';
import {matchLanguage} from './languages.js';

describe('formatDuration', () => {
  it('shows minutes and seconds, and hours when there are some', () => {
    expect(formatDuration(7_900, 'en')).toBe('0:07');
    expect(formatDuration(725_000, 'de')).toBe('12:05');
    expect(formatDuration(3_723_000, 'fr')).toBe('1:02:03');
    expect(formatDuration(-5, 'en')).toBe('0:00');
  });

  it('uses the digits of the locale', () => {
    expect(formatDuration(65_000, 'ar-EG')).toBe('١:٠٥');
  });
});

describe('matchLanguage', () => {
  it('keeps the region for numbers and finds the language for texts', () => {
    expect(matchLanguage('de-ch')).toEqual({language: 'de', locale: 'de-CH'});
    expect(matchLanguage('es_MX')).toEqual({language: 'es', locale: 'es-MX'});
  });

  it('speaks English where it has no texts', () => {
    expect(matchLanguage('xx')).toEqual({language: 'en', locale: 'en'});
    expect(matchLanguage('')).toEqual({language: 'en', locale: 'en'});
  });
});
