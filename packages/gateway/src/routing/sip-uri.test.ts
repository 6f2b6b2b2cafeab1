import {expect, test} from 'vitest';
import {canonicalUri, sipAddress, uriOf} from './sip-uri.js';

const canonical = (text: string, country: 'CH' | 'US' = 'CH') => {
  const address = sipAddress(text);
  return address && canonicalUri(address, country);
};

test.each([
  'sip:+41446681800@provider.example.org',
  'SIP:+41446681800@Provider.Example.ORG',
  'sips:+41446681800@provider.example.org',
  'sip:+41446681800@provider.example.org:5060',
  'sip:+41446681800@provider.example.org.;transport=tcp',
  'sip:+41446681800;phone-context=example.org@provider.example.org;user=phone',
  'sip:%2B41446681800@provider.example.org',
  'sip:+41-44-668.18.00@provider.example.org',
  'sip:0446681800@provider.example.org',
  'sip:0041446681800@provider.example.org',
  'sip:41446681800@provider.example.org',
  'sip:+41446681800:secret@provider.example.org',
  '<sip:+41446681800@provider.example.org>;tag=1',
  '"Shop, \\"the <sip:other@example.org>\\"" <sip:+41446681800@provider.example.org;user=phone>;tag=1',
  'Shop <sip:0446681800@provider.example.org?Subject=hello>',
])('%s is the same called party', (text) => {
  expect(canonical(text)).toBe('sip:+41446681800@provider.example.org');
});

test('others are others', () => {
  expect(canonical('sip:Alice@example.org')).toBe('sip:alice@example.org');
  expect(canonical('sip:8000@example.org')).toBe('sip:8000@example.org');
  expect(canonical('sip:example.org')).toBe('sip:example.org');
  expect(canonical('<sip:alice@[2001:DB8::1]:5060>')).toBe('sip:alice@[2001:db8::1]');
  expect(canonical('sip:4155550100@example.org', 'US')).toBe('sip:+14155550100@example.org');
});

test.each([
  '',
  'tel:+41446681800',
  'alice',
  'http://example.org',
  '"sip:alice@example.org"',
  'sip:',
  '<sip:@>',
])('%j names nobody by SIP', (text) => {
  expect(sipAddress(text)).toBeUndefined();
});

test('a URI is told as it was written, without what stands around it', () => {
  expect(uriOf('"Frozen Mountain" <sip:frozenmountain@10.0.0.0>;tag=1')).toBe('sip:frozenmountain@10.0.0.0');
  expect(uriOf('<sip:0446681800@example.org;user=phone>')).toBe('sip:0446681800@example.org');
  expect(uriOf('Anonymous')).toBe('');
});
