import {SidetoneError} from './errors.js';

/** What was typed or pasted, in plain characters: ASCII digits and dashes, single spaces, nothing invisible. */
export interface DialText {
  /** In lower case; undefined when nothing of the kind stands in front. `callto` reads as `tel`. */
  scheme: 'sip' | 'sips' | 'tel' | undefined;
  text: string;
}

const longest = 256;

/** Strips an input of all decoration. Throws `dial-target-empty` and `dial-target-invalid`. */
export function dialText(input: string): DialText {
  const plain = plainText(input);
  if (!plain) throw new SidetoneError('dial-target-empty');
  if (plain.length > longest) throw invalid(`it is longer than ${longest} characters`);
  if (/\p{Cc}/u.test(plain)) throw invalid('it contains a line break or a control character');
  const [, name, rest] = /^(sips?|tel|callto):(.*)$/i.exec(plain) ?? [];
  if (name === undefined || rest === undefined) return {scheme: undefined, text: plain};
  const scheme = name.toLowerCase();
  if (scheme === 'sip' || scheme === 'sips') return {scheme, text: notEmpty(rest)};
  return {scheme: 'tel', text: notEmpty(plainText(decode(rest).replace(/^\/\//, '')))};
}

/** A `dial-target-invalid` error with its reason. */
export function invalid(detail: string): SidetoneError {
  return new SidetoneError('dial-target-invalid', {detail});
}

/** Undoes percent-encoding; throws `dial-target-invalid` where it is broken or hides a control character. */
export function decode(encoded: string): string {
  try {
    const text = decodeURIComponent(encoded);
    if (!/\p{Cc}/u.test(text)) return text;
  } catch {
    throw invalid('a "%" is not followed by two hexadecimal digits');
  }
  throw invalid('it contains a line break or a control character');
}

function notEmpty(text: string): string {
  if (!text) throw new SidetoneError('dial-target-empty');
  return text;
}

function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\p{Zs}+/gu, ' ')
    .replace(/(?!\d)\p{Nd}/gu, asciiDigit)
    .replace(/[\u060C\u3001]/gu, ',')
    .trim();
}

/** Unicode keeps the ten digits of a script next to each other, zero first. */
function asciiDigit(digit: string): string {
  const point = digit.codePointAt(0)!;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value++;
  return String(value);
}
