import {expect, it} from 'vitest';
import {challenge, parseAuthorization, proves} from './digest.js';

// The example of RFC 2617 3.5.
const example =
  'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", ' +
  'uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", ' +
  'response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41"';

it('knows a right answer', () => {
  expect(proves(parseAuthorization(example), 'GET', 'Circle Of Life')).toBe(true);
});

it('knows a wrong password, a wrong method, and no answer', () => {
  expect(proves(parseAuthorization(example), 'GET', 'circle of life')).toBe(false);
  expect(proves(parseAuthorization(example), 'REGISTER', 'Circle Of Life')).toBe(false);
  expect(proves(parseAuthorization(''), 'GET', 'Circle Of Life')).toBe(false);
});

it('knows an answer without qop (RFC 2069)', () => {
  const fields = parseAuthorization(
    'Digest username="Mufasa",realm="testrealm@host.com",nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",' +
      'uri="/dir/index.html",response="670fd8c2df070c60b045671b8b24ff02"',
  );
  expect(proves(fields, 'GET', 'Circle Of Life')).toBe(true);
});

it('keeps commas inside quotes', () => {
  expect(parseAuthorization('Digest username="a, b", nc=1').get('username')).toBe('a, b');
});

it('challenges with realm, nonce and qop', () => {
  expect(challenge('pbx', 'n1')).toBe('Digest realm="pbx", nonce="n1", algorithm=MD5, qop="auth"');
});
