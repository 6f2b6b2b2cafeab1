import {isDigit} from './dialpad.core.js';

/** What a key of the real keyboard does. */
export type KeyAction =
  | {do: 'press'; digit: string} // as if the pad's key was pressed
  | {do: 'sound'; digit: string} // the field writes it by itself
  | {do: 'erase'}
  | {do: 'enter'}
  | {do: 'write'} // into the field, which then has the focus
  | undefined;

export interface KeyPlace {
  /** Digits go into a call. */
  talking: boolean;
  /** The field has the focus. */
  inField: boolean;
}

/** With a modifier keys belong to the browser; in a call only digits mean something. */
export function keyAction(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>,
  {talking, inField}: KeyPlace,
): KeyAction {
  const {key} = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined;
  if (talking) return isDigit(key) ? {do: 'press', digit: key} : undefined;
  if (inField) {
    if (key === 'Enter') return {do: 'enter'};
    return isDigit(key) ? {do: 'sound', digit: key} : undefined;
  }
  if (isDigit(key) || key === '+') return {do: 'press', digit: key};
  if (key === 'Backspace') return {do: 'erase'};
  return /^\S$/u.test(key) ? {do: 'write'} : undefined;
}
