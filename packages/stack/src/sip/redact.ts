const removed = '[removed]';

/**
 * A SIP message without what could be used again: digest answers, bearer tokens, SRTP keys, ICE passwords,
 * certificate fingerprints, and digits sent by INFO, which may be a PIN.
 */
export function redact(text: string): string {
  return text
    .replace(/^((?:proxy-)?authorization:\s*)(?!digest)(\S+).*$/gim, `$1$2 ${removed}`)
    .replace(/^((?:proxy-)?authorization:\s*digest\b.*?\bresponse=)(?:"[^"]*"|[^\s,]+)/gim, `$1"${removed}"`)
    .replace(/^(a=(?:crypto:\d+ \S+|ice-pwd:|fingerprint:\S+))\s*.*$/gim, `$1 ${removed}`)
    .replace(/^(\s*signal\s*=).*$/gim, `$1${removed}`);
}
