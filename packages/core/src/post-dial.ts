import {invalid} from './dial-text.js';

/** A telephone number as written, and what belongs to it. */
export interface NumberText {
  /** Digits, `+`, `*`, `#` and their separators. */
  main: string;
  /** Tones to send once connected; starts with a pause. */
  postDial: string | undefined;
  /** `phone-context` of a `tel:` URI (RFC 3966 5.1.5): `+41`, or a domain. */
  context: string | undefined;
}

const number = /^[\s(]*\+?[\d\s()./*#-]*[\d*#][\d\s()./*#-]*/;
const tones = '[\\d\\s().*#-]';
const parts = new RegExp(
  [
    `^(?:;ext=|(?:extension|extn?|x)[.:]?)(?<extension>${tones}+)`,
    `^;phone-context=(?<context>[^;]*)`,
    `^(?:;postd=)?(?<pause>[,;pw](?:${tones}|[,pw])*)(?![a-z])`,
    `^;[a-z][\\w-]*(?:=[^;,]*)?`,
  ].join('|'),
  'i',
);
const vanityNumber = /^\+?[\d(][\d\s().-]*-[A-Z]{3}[A-Z\d-]*$/;
const keysOfLetters = '22233344455566677778889999';

/**
 * Takes a telephone number apart: the number, its extension, and the digits that follow a pause
 * (`,`, `p`, `;` or `w`). Undefined when the text is no number. No error repeats the digits: they may be a PIN.
 */
export function splitPostDial(text: string): NumberText | undefined {
  const spelled = vanityNumber.test(text) ? text.replace(/[A-Z]/g, keyOfLetter) : text;
  const main = number.exec(spelled)?.[0];
  if (main === undefined) return undefined;
  let rest = spelled.slice(main.length);
  let after = '';
  let context: string | undefined;
  while (rest) {
    const part = parts.exec(rest);
    if (!part && /[,;]/.test(spelled)) throw invalid('only digits, * and # can follow a pause');
    if (!part) return undefined;
    const {extension, pause} = part.groups!;
    context = part.groups!['context'] ?? context;
    after += extension ? `,${extension}` : (pause ?? '');
    rest = rest.slice(part[0].length);
  }
  return {main: main.trim(), postDial: sequence(after), context};
}

function sequence(written: string): string | undefined {
  const sequence = written.replace(/[;pw]/gi, ',').replace(/[^\d*#,]/g, '');
  return /[^,]/.test(sequence) ? sequence : undefined;
}

function keyOfLetter(letter: string): string {
  return keysOfLetters[letter.charCodeAt(0) - 65]!;
}
