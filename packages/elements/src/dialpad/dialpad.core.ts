/** One key of a telephone (ITU-T E.161). */
export interface DialKey {
  digit: string;
  letters: string;
}

export const dialKeys: readonly DialKey[] = [
  {digit: '1', letters: ''},
  {digit: '2', letters: 'ABC'},
  {digit: '3', letters: 'DEF'},
  {digit: '4', letters: 'GHI'},
  {digit: '5', letters: 'JKL'},
  {digit: '6', letters: 'MNO'},
  {digit: '7', letters: 'PQRS'},
  {digit: '8', letters: 'TUV'},
  {digit: '9', letters: 'WXYZ'},
  {digit: '*', letters: ''},
  {digit: '0', letters: '+'},
  {digit: '#', letters: ''},
];

export const isDigit = (text: string): boolean => /^[0-9*#]$/.test(text);

/** Text with a place in it: a caret, or a selection that the next change replaces. */
export interface EditedText {
  value: string;
  start: number;
  end: number;
}

/** Writes `text` at the caret. */
export function insert({value, start, end}: EditedText, text: string): EditedText {
  const caret = start + text.length;
  return {value: value.slice(0, start) + text + value.slice(end), start: caret, end: caret};
}

/** Takes away the selection, or the character before the caret. */
export function erase({value, start, end}: EditedText): EditedText {
  const from = start === end ? Math.max(0, start - 1) : start;
  return {value: value.slice(0, from) + value.slice(end), start: from, end: from};
}

export const eraseAll = (): EditedText => ({value: '', start: 0, end: 0});

/** Digits asked for and not yet reported as sent, and those that were. */
export interface SentDigits {
  expected: string;
  sent: string;
}

/**
 * The call reports a digit as sent. Digits that others sent (a PIN, for one) are not shown here; of those
 * that are, the last ones.
 */
export function digitSent({expected, sent}: SentDigits, digit: string, shown = 24): SentDigits {
  if (!expected.startsWith(digit)) return {expected, sent};
  return {expected: expected.slice(1), sent: (sent + digit).slice(-shown)};
}
