import {expect, test} from 'vitest';
import type {SipDial} from '../asterisk/calls/stored-call.js';
import {dialEndpoint, nextWay, readDialEndpointId} from './sip-dial.js';

const callerId = {number: 'shop', name: ''};
const sip: SipDial = {uri: 'sip:bob@example.org', transport: 'udp', secure: false, headers: []};
const endpoint = (dial: SipDial, tried: string[] = []) => nextWay('c1', dial, {tried, callerId});

test('in the clear once, unless it has to be secure: never then', () => {
  expect(endpoint(sip)).toEqual({
    kind: 'trunk',
    trunk: 'plain',
    endpoint: 'PJSIP/c1~dial-plain/sip:bob@example.org',
    callerId,
  });
  expect(endpoint(sip, ['plain'])).toMatchObject({kind: 'none'});
  const secure = {...sip, transport: 'tls', secure: true} as const;
  expect(endpoint(secure)).toMatchObject({trunk: 'sdes'});
  expect(endpoint(secure, ['sdes'])).toMatchObject({trunk: 'dtls'});
  expect(endpoint(secure, ['sdes', 'dtls'])).toMatchObject({kind: 'none'});
});

test.each([
  ['sip:bob@example.org', 'tls', 'sip:bob@example.org;transport=tls'],
  ['sip:bob@example.org;user=phone', 'tls', 'sip:bob@example.org;user=phone;transport=tls'],
  ['sip:bob@example.org;transport=TCP', 'tcp', 'sip:bob@example.org;transport=TCP'],
  ['sips:bob@example.org', 'tls', 'sips:bob@example.org'],
] as const)('%s by %s is called as %s', (uri, transport, called) => {
  expect(endpoint({...sip, uri, transport})).toMatchObject({endpoint: `PJSIP/c1~dial-plain/${called}`});
});

test('the endpoint of one try', () => {
  const id = 'c1~dial-dtls';
  const {way} = readDialEndpointId(id)!;
  const from = {user: 'shop', domain: 'example.com'};
  const auth = {username: 'shop', password: 'sealed'};
  const row = dialEndpoint({...sip, transport: 'tls', secure: true, from, auth}, {id, way});
  expect(row).toMatchObject({
    id,
    transport: 'sidetone-tls',
    outbound_auth: id,
    from_user: 'shop',
    from_domain: 'example.com',
    allow: 'opus,g722,ulaw,alaw',
    media_encryption: 'dtls',
  });
  expect(JSON.stringify(row)).not.toContain('sealed');
  expect(dialEndpoint(sip, {id, way: 'plain'})).not.toHaveProperty('media_encryption');
  for (const none of ['c1', '~dial-plain', 'c1~dial-none']) expect(readDialEndpointId(none)).toBeUndefined();
});
