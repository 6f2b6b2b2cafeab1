import {parseSip} from '@sidetone/sip';
import {expect, test} from 'vitest';
import {backOff} from './back-off.js';
import {isTrunkFailure} from './failure.js';
import {readRegistration, registrant} from './registration.js';

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

test('whose registration it is', () => {
  expect(registrant(response('200 OK'))).toBe('udo@provider.example');
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
  expect(readRegistration(response(status), {proven})).toEqual(news);
});

test('how long it lasts; the answer to leaving is no registration', () => {
  const read = (...headers: string[]) => readRegistration(response('200 OK', ...headers), {proven: true});
  expect(read('Contact: <sip:a@b>;expires=120', 'Expires: 7')).toMatchObject({
    state: 'registered',
    expires: 120,
  });
  expect(read('Expires: 60')).toMatchObject({expires: 60});
  expect(read('Expires: 0')).toBeUndefined();
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
