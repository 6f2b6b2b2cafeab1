import {insert, erase, type EditedText} from './dialpad.core.js';
import {keyAction} from './keyboard.core.js';

/** What typing and pasting come to. */
export interface TypingActions {
  field: () => HTMLInputElement;
  off: () => boolean;
  /** Digits go into a call. */
  talking: () => boolean;
  /** As if the pad's key was pressed. */
  press: (digit: string) => void;
  sound: (digit: string) => void;
  edit: (change: (text: EditedText) => EditedText) => void;
  /** Into the call. */
  send: (tones: string) => void;
  enter: () => void;
}

/** The real keyboard and the clipboard work the whole pad, wherever in it the focus is. */
export function listenForTyping(host: HTMLElement, actions: TypingActions): void {
  host.addEventListener('keydown', (event) => type(event, actions));
  host.addEventListener('paste', (event) => paste(event, actions));
}

function type(event: KeyboardEvent, actions: TypingActions): void {
  if (actions.off()) return;
  const inField = event.composedPath().includes(actions.field());
  const action = keyAction(event, {talking: actions.talking(), inField});
  switch (action?.do) {
    case 'press':
      event.preventDefault();
      return actions.press(action.digit);
    case 'sound':
      return actions.sound(action.digit);
    case 'erase':
      return actions.edit(erase);
    case 'enter':
      event.preventDefault();
      return actions.enter();
    case 'write':
      return actions.field().focus(); // the letter then lands there
  }
}

function paste(event: ClipboardEvent, {field, off, talking, send, edit}: TypingActions): void {
  const text = event.clipboardData?.getData('text/plain').trim() ?? '';
  if (!text || off()) return;
  if (talking()) {
    event.preventDefault();
    send(text);
  } else if (!event.composedPath().includes(field())) {
    event.preventDefault();
    edit((edited) => insert(edited, text));
  }
}
