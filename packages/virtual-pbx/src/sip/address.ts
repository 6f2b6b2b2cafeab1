import {SipSyntaxError} from './message.js';

/** `sip:user@host:port;params?headers` (RFC 3261 19.1). User and header values are unescaped. */
export interface SipUri {
  scheme: string;
  user: string;
  host: string;
  port: string;
  params: Map<string, string>;
  headers: Map<string, string>;
}

/** A From, To, Contact, Refer-To … value. */
export interface SipAddress {
  displayName: string;
  uri: string;
  /** Parameters outside the angle brackets, names in lower case. */
  params: Map<string, string>;
}

/** @throws SipSyntaxError */
export function parseUri(text: string): SipUri {
  const match = /^(sips?|wss?):(?:([^@]*)@)?(\[[^\]]*\]|[^:;?]*)(?::(\d+))?((?:;[^;?]*)*)(?:\?(.*))?$/i.exec(
    text.trim(),
  );
  if (!match) throw new SipSyntaxError(`Not a SIP URI: ${text}`);
  const [, scheme = '', userInfo = '', host = '', port = '', params = '', headers = ''] = match;
  return {
    scheme: scheme.toLowerCase(),
    user: unescape(userInfo.split(':')[0] ?? ''),
    host: host.toLowerCase(),
    port,
    params: parseParams(params),
    headers: new Map(
      headers
        .split('&')
        .filter((pair) => pair !== '')
        .map((pair) => {
          const [name = '', value = ''] = pair.split(/=(.*)/s);
          return [unescape(name).toLowerCase(), unescape(value)];
        }),
    ),
  };
}

/** @throws SipSyntaxError */
export function parseAddress(text: string): SipAddress {
  const match = /^\s*(?:"((?:\\.|[^"\\])*)"|([^<"]*?))\s*<([^>]*)>(.*)$/s.exec(text);
  if (match) {
    const [, quoted, token = '', uri = '', params = ''] = match;
    const displayName = quoted === undefined ? token.trim() : quoted.replace(/\\(.)/g, '$1');
    return {displayName, uri, params: parseParams(params)};
  }
  const [uri = '', ...params] = text.trim().split(';');
  if (!/^[a-z][a-z0-9+.-]*:./i.test(uri)) throw new SipSyntaxError(`Not an address: ${text}`);
  return {displayName: '', uri, params: parseParams(params.join(';'))};
}

export function formatAddress({displayName, uri, params}: SipAddress): string {
  const name = displayName ? `"${displayName.replace(/["\\]/g, '\\$&')}" ` : '';
  return `${name}<${uri}>${[...params].map(([key, value]) => (value ? `;${key}=${value}` : `;${key}`)).join('')}`;
}

/** `;a=b;c` to a map; quotes around values are taken off. */
export function parseParams(text: string): Map<string, string> {
  const params = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/([^;=\s]+)(?:\s*=\s*("(?:\\.|[^"\\])*"|[^;]*))?/g)) {
    params.set(name.toLowerCase(), value.trim().replace(/^"(.*)"$/s, '$1'));
  }
  return params;
}

/** The branch and the sender of a Via value. */
export function parseVia(value: string): {host: string; branch: string} {
  const match = /^SIP\s*\/\s*2\.0\s*\/\s*\w+\s+([^;\s:]+)[^;]*(.*)$/is.exec(value);
  if (!match) throw new SipSyntaxError(`Not a Via: ${value}`);
  return {host: match[1]!.toLowerCase(), branch: parseParams(match[2]!).get('branch') ?? ''};
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
