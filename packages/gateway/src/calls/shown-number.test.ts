import {expect, test} from 'vitest';
import {readSettings} from '../settings/settings.js';
import {testSettings} from '../testing/services.js';
import type {CallEntry} from './call-entry.js';
import {ShownNumbers} from './shown-number.js';

const numbers = (settings = {}) =>
  new ShownNumbers(readSettings({env: {...testSettings, ROOM_TELEPHONY_DEFAULT_COUNTRY: 'CH', ...settings}}));
const shown = (number: string, settings = {}) => numbers(settings).number(number);

test.each([
  ['+41446681820', '+41 44 668 •• ••'],
  ['0446681820', '+41 44 668 •• ••'],
  ['99912345678901234567', '9991234567890123••••'],
  // Extensions and SIP users.
  ['701', '701'],
  ['alice', 'alice'],
  ['dialog4344345', 'dialog4344345'],
  ['alice@example.org', 'alice@example.org'],
  ['+41446681820@example.org:5070', '+41 44 668 •• ••@example.org:5070'],
])('%s is shown as %s', (number, expected) => expect(shown(number)).toBe(expected));

test('numbers that are not to be hidden', () =>
  expect(shown('+41446681820', {HIDE_PHONE_NUMBER: 'false'})).toBe('+41446681820'));

test('a call is shown without what only applications are told', () => {
  const call: CallEntry = {
    callid: 'c1',
    direction: 'outgoing',
    status: 'ringing',
    name: 'Phone',
    number: '+41446681820',
    identity: 'phone-c1',
    applicationId: 'https://backend.internal',
    muted: 'none',
    revision: 1,
    startedAt: '2030-01-01T12:00:00.000Z',
  };
  const {applicationId: _, ...others} = call;
  expect(numbers().entry(call)).toEqual({...others, number: '+41 44 668 •• ••'});
});
