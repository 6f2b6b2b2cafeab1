import {decode, invalid} from './dial-text.js';

/** The parts of a SIP URI that can be dialled, each checked and safe to put into a request. */
export interface SipAddress {
  scheme: 'sip' | 'sips';
  /** As people write it, not percent-encoded. */
  user: string;
  /** With its port. Undefined when none was given. */
  host: string | undefined;
  /** `;transport=ws`, or empty. */
  parameters: string;
}

const hostAndPort = /^(?:\[[\da-f:.]+\]|[a-z\d_](?:[a-z\d_.-]*[a-z\d])?\.?)(?::\d{1,5})?$/i;
const parameterList = /^(?:;[\w\-.!~*'()[\]/:&+$%]+(?:=[\w\-.!~*'()[\]/:&+$%]+)?)*$/;

/**
 * Reads `user@host;parameters`, or `user` alone (RFC 3261 19.1). Header fields behind `?`, a `method` and a
 * password are refused: they would let a link write the request. Throws `dial-target-invalid`.
 */
export function readAddress(text: string, scheme: 'sip' | 'sips'): SipAddress {
  if (/[<>"\\^`{|}]/.test(text)) throw invalid('brackets and quotes cannot be dialled');
  const at = text.lastIndexOf('@');
  if (at < 0) return {scheme, user: readUser(text), host: undefined, parameters: ''};
  const [, host = '', parameters = ''] = /^([^;?]*)(.*)$/.exec(text.slice(at + 1))!;
  if (parameters.includes('?')) throw invalid('header fields in an address are not accepted');
  if (!parameterList.test(parameters) || /;method=/i.test(parameters)) {
    throw invalid('the parameters of the address are not correct');
  }
  return {scheme, user: readUser(text.slice(0, at)), host: readHost(host), parameters};
}

/** A user part with everything encoded that a SIP URI does not allow there (RFC 3261 25.1, `user`). */
export function encodeUser(user: string): string {
  return encodeURIComponent(user).replace(/%(26|3D|2B|24|2C|3B|3F|2F)/g, (encoded) =>
    decodeURIComponent(encoded),
  );
}

function readUser(text: string): string {
  if (!text) throw invalid('there is no name before the "@"');
  if (text.includes(':')) throw invalid('":" has no place in a name');
  const decoded = decode(text);
  const user = /^\+?[\d\s().-]+$/.test(decoded) ? decoded.replace(/[^\d.+-]/g, '') : decoded;
  if (/\s/.test(user)) throw invalid('it is no number, and a name has no spaces');
  if (/[<>"\\@]/.test(user)) throw invalid('brackets, quotes and a second "@" cannot be dialled');
  if (!/[\p{L}\p{N}*#]/u.test(user)) throw invalid('it has neither digits nor letters');
  return user;
}

function readHost(text: string): string {
  const host = /[^\0-\x7f]/.test(text) ? punycode(text) : text;
  if (!hostAndPort.test(host)) throw invalid('the part behind the "@" is no host name');
  return host;
}

function punycode(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).host : host;
}
