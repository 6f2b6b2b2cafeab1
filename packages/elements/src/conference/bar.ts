import {html, nothing} from 'lit';
import {icon, type IconName} from '../icons/icons.js';
import type {Texts} from '../localize/texts/en.js';
import type {RoomAction, RoomButton} from './conference.core.js';

const icons: Record<RoomAction, IconName> = {
  mute: 'microphone-off',
  hold: 'pause',
  phone: 'phone-plus',
  numbers: 'keypad',
  leave: 'leave',
};

export interface Bar {
  buttons: readonly RoomButton[];
  /** There are calls too: the mute says that it is the room's. */
  calls: boolean;
  texts: Texts['conference'];
  press: (action: RoomAction) => void;
}

/** What this person can do in the room. */
export function bar({buttons, calls, texts, press}: Bar) {
  return html`<div part="bar" class="actions count-${buttons.length}" role="group" aria-label=${texts.bar}>
    ${buttons.map(
      ({action, pressed, expanded, busy, disabled}) =>
        html`<button
          part="action ${action}"
          class="button action ${action}"
          type="button"
          aria-pressed=${pressed ?? nothing}
          aria-expanded=${expanded ?? nothing}
          aria-controls=${expanded ? 'panel' : nothing}
          aria-disabled=${disabled}
          aria-busy=${busy}
          @click=${() => !disabled && press(action)}
        >
          ${icon(icons[action])}
          <span class="label">${action === 'mute' && calls ? texts.muteInRoom : texts.act[action]}</span>
        </button>`,
    )}
  </div>`;
}
