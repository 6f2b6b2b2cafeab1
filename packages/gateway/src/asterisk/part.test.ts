import {expect, test} from 'vitest';
import {readSettings} from '../settings/settings.js';
import {testSettings} from '../testing/services.js';
import {nameOf} from '../calls/phone-name.js';
import {expiry} from '../mappings/expiry.js';

const settings = (more: Record<string, string> = {}) => readSettings({env: {...testSettings, ...more}});
const caller = (number: string, name = '') => ({number, name});

test('the room reads a caller’s name, or the number without its last digits', () => {
  expect(nameOf(caller('+41790000001', 'Anna'), settings())).toBe('Anna');
  expect(nameOf(caller('+41791234567', '+41791234567'), settings())).toBe('+41 79 123 •• ••');
  expect(nameOf(caller('8001'), settings())).toBe('••••');
  expect(nameOf(caller(''), settings())).toBe('Phone');
});

test('a registration is asked for so that it is refreshed at the interval, and never for longer than "expires"', () => {
  const seconds = (expires: string, interval: string) =>
    expiry(settings({MODULES_SIP_REGISTER_EXPIRES: expires, MODULES_SIP_REGISTER_INTERVAL: interval}));
  expect(seconds('30 minutes', '5 minutes')).toBe(310);
  expect(seconds('30 minutes', '30 minutes')).toBe(1800);
  expect(seconds('10 minutes', '1 hour')).toBe(600);
});
