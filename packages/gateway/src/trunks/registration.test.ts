import {parseSip} from '@sidetone/sip';
import {expect, test} from 'vitest';
import {backOff} from './back-off.js';
import {isTrunkFailure} from './failure.js';
import {readRegister, readRegistration} from './registration.js';
import {readRegistrationMark, registrationMark} from './registration-mark.js';

const response = (status: string, ...headers: string[]) =>
  parseSip(
    [
      `SIP/2.0 ${status}`,
      'To: "Udo" <sip:udo@Provider.Example:5060>;tag=1',
      'CSeq: 2 REGISTER',
      ...headers,
      '',
      '',
    ].join('\r\n'),
  )!;

const request = (...headers: string[]) =>
  parseSip(
    [
      'REGISTER sip:provider.example SIP/2.0',
      'To: <sip:udo@provider.example>',
      'CSeq: 2 REGISTER',
      ...headers,
      '',
      '',
    ].join('\r\n'),
  )!;

test('a registration is known by its mark, which nobody else can make', () => {
  const trunk = {id: 'acme-2_x', revision: 77};
  const mark = registrationMark(trunk, 'our secret');
  const contact = (written: string) => request(`Contact: <sip:udo@192.0.2.1;line=abc>;${written};expires=9`);
  expect(readRegistrationMark(contact(mark), 'our secret')).toEqual(trunk);
  expect(readRegistrationMark(contact(mark), 'another secret')).toBeUndefined();
  expect(readRegistrationMark(contact(mark.replace('77', '78')), 'our secret')).toBeUndefined();
  expect(readRegistrationMark(contact('sidetone=acme-2_x.77.'), 'our secret')).toBeUndefined();
  expect(readRegistrationMark(contact('line=abc'), 'our secret')).toBeUndefined();
  expect(mark).not.toContain('our secret');
});

test('what a REGISTER asks for', () => {
  expect(readRegister(request('Expires: 120'))).toEqual({proven: false, expires: 120});
  expect(readRegister(request('Contact: <sip:a@b>;expires=0', 'Authorization: Digest x'))).toEqual({
    proven: true,
    expires: 0,
  });
});

test.each([
  ['100 Trying', false, undefined],
  ['401 Unauthorized', false, undefined],
  ['407 Proxy Authentication Required', false, undefined],
  ['401 Unauthorized', true, {state: 'refused', code: 401, message: 'Unauthorized'}],
  ['403 Forbidden', true, {state: 'refused', code: 403, message: 'Forbidden'}],
  ['404 Not Found', true, {state: 'refused', code: 404, message: 'Not Found'}],
  ['408 Request Timeout', true, {state: 'unreachable', code: 408, message: 'Request Timeout'}],
  ['503 Busy', true, {state: 'unreachable', code: 503, message: 'Busy'}],
])('%s (after a digest: %s)', (status, proven, news) => {
  expect(readRegistration(response(status), {proven, expires: undefined})).toEqual(news);
});

test('how long it lasts; the answer to leaving is no registration', () => {
  const read = (expires: number, ...headers: string[]) =>
    readRegistration(response('200 OK', ...headers), {proven: true, expires});
  expect(read(300, 'Contact: <sip:a@b>;expires=120', 'Expires: 7')).toMatchObject({
    state: 'registered',
    expires: 120,
  });
  expect(read(300, 'Expires: 60')).toMatchObject({expires: 60});
  expect(read(300)).toMatchObject({expires: 300});
  expect(read(0)).toBeUndefined();
});

test('the words of a provider are kept short, and on one line', () => {
  const news = readRegistration(response(`403 \u001b[2J${'x'.repeat(5000)}`), {proven: true, expires: 300});
  expect(news?.message).toMatch(/^\[2Jx{97}$/);
});

test('whose fault it is that nobody was reached', () => {
  const outcomes = [{code: 503}, {code: 500}, {code: 408}, {code: 401}, {cause: 38}, {cause: 102}];
  expect(outcomes.map(isTrunkFailure)).not.toContain(false);
  const answers = [
    {code: 404},
    {code: 486},
    {code: 603},
    {code: 480},
    {code: 486, cause: 38},
    {cause: 17},
    {},
  ];
  expect(answers.map(isTrunkFailure)).not.toContain(true);
});

test('each rest is twice as long, up to the longest, and not for all the same', () => {
  const times = {first: 1000, longest: 8000};
  expect([1, 2, 3, 4, 9].map((failures) => backOff(failures, times, () => 0.5))).toEqual([
    1000, 2000, 4000, 8000, 8000,
  ]);
  expect([0, 1].map((random) => backOff(1, times, () => random))).toEqual([750, 1250]);
});
