import {SipFailure} from '@sidetone/core';
import {URI, type Uri} from './jssip.js';

/** Throws a SipFailure without a status. */
export function parseUri(text: string): Uri {
  const uri = URI.parse(text);
  if (!uri) throw new SipFailure(0, 'Not a SIP URI');
  return uri;
}
