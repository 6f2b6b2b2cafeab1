import {describe, expect, it} from 'vitest';
import {formatAddress, parseAddress, parseUri, parseVia} from './address.js';
import {SipSyntaxError} from './message.js';

describe('parseAddress', () => {
  it('reads a quoted name with escapes', () => {
    const address = parseAddress('"Ann \\"A\\" <x>" <sip:ann@h;transport=ws>;tag=1;expires=60');
    expect(address).toMatchObject({displayName: 'Ann "A" <x>', uri: 'sip:ann@h;transport=ws'});
    expect([...address.params]).toEqual([
      ['tag', '1'],
      ['expires', '60'],
    ]);
  });

  it('reads a bare name, and none', () => {
    expect(parseAddress('Ann Bell <sip:ann@h>').displayName).toBe('Ann Bell');
    expect(parseAddress('<sip:ann@h>').displayName).toBe('');
  });

  it('gives parameters after a bare URI to the header (RFC 3261 20.10)', () => {
    const address = parseAddress('sip:ann@h;tag=9');
    expect(address.uri).toBe('sip:ann@h');
    expect(address.params.get('tag')).toBe('9');
  });

  it('writes what it read', () => {
    const text = '"Ann \\"A\\"" <sip:ann@h>;tag=1;isfocus';
    expect(formatAddress(parseAddress(text))).toBe(text);
  });

  it('refuses what is no address', () => {
    expect(() => parseAddress('ann')).toThrow(SipSyntaxError);
  });
});

describe('parseUri', () => {
  it('reads all parts', () => {
    const uri = parseUri(
      'sip:600%23:pw@Example.ORG:5061;transport=ws?Replaces=1%40a%3Bto-tag%3D2%3Bfrom-tag%3D3',
    );
    expect(uri).toMatchObject({scheme: 'sip', user: '600#', host: 'example.org', port: '5061'});
    expect(uri.params.get('transport')).toBe('ws');
    expect(uri.headers.get('replaces')).toBe('1@a;to-tag=2;from-tag=3');
  });

  it('reads a host alone and an IPv6 host', () => {
    expect(parseUri('sip:example.org')).toMatchObject({user: '', host: 'example.org'});
    expect(parseUri('sip:a@[::1]:5060')).toMatchObject({host: '[::1]', port: '5060'});
  });
});

describe('parseVia', () => {
  it('reads sender and branch', () => {
    expect(parseVia('SIP/2.0/WSS Abc.invalid:443;rport;branch=z9hG4bK1')).toEqual({
      host: 'abc.invalid',
      branch: 'z9hG4bK1',
    });
  });
});
