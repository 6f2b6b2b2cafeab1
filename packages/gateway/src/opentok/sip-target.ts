import {parseDialTarget, SidetoneError} from '@sidetone/core';
import {GatewayError} from '../errors.js';

export type Transport = 'udp' | 'tcp' | 'tls';

/** Where a call goes, safe to put into a request. */
export interface SipTarget {
  uri: string;
  transport: Transport;
}

/** Who calls, as From shows it. */
export interface SipFrom {
  user: string;
  domain: string;
}

const transports: readonly Transport[] = ['udp', 'tcp', 'tls'];
/** Where addresses without a host would be: they are refused. */
const nowhere = 'nowhere.invalid';

/**
 * Reads `sip:user@host;transport=tls`. Without a transport it is UDP, or TLS for `sips:` and for calls that have to be secure. Throws
 * `sip-invalid`.
 */
export function readTarget(uri: string, {secure}: {secure: boolean}): SipTarget {
  if (!/^sips?:/i.test(uri)) throw invalid('the URI does not begin with "sip:" or "sips:"');
  const target = parse(uri);
  if (target.includes(`@${nowhere}`)) throw invalid('the URI has no host: sip:user@example.org');
  const [, named] = /;transport=([^;]*)/i.exec(target) ?? [];
  const asked = named?.toLowerCase();
  const transport = transports.find((one) => one === asked);
  if (asked !== undefined && !transport) throw invalid(`the transport is one of ${transports.join(', ')}`);
  const tls = secure || target.startsWith('sips:');
  if (tls && transport !== undefined && transport !== 'tls')
    throw invalid(`what is secure goes by TLS, not by ${transport}`);
  return {uri: target, transport: transport ?? (tls ? 'tls' : 'udp')};
}

function parse(uri: string): string {
  try {
    return parseDialTarget(uri, {domain: nowhere}).uri;
  } catch (error) {
    if (error instanceof SidetoneError) throw invalid(error.message, error);
    throw error;
  }
}

/** Reads `15551234567@example.org`. Throws `sip-invalid`. */
export function readFrom(from: string): SipFrom {
  const [, user, domain] =
    /^(?:sips?:)?([A-Za-z0-9\-_.!~*'()&=+$/]{1,100})@([A-Za-z0-9.-]{1,200})$/.exec(from) ?? [];
  if (user === undefined || domain === undefined) throw invalid('"from" is not as user@example.org');
  return {user, domain};
}

const invalid = (detail: string, cause?: unknown) => new GatewayError('sip-invalid', {detail, cause});
