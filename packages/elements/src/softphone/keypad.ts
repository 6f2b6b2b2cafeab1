import {ContextProvider} from '@lit/context';
import {html, nothing} from 'lit';
import {ref} from 'lit/directives/ref.js';
import {callContext} from '../contexts.js';
import {icon} from '../icons/icons.js';
import type {Texts} from '../localize/texts/en.js';

export interface Keypad {
  texts: Texts['phone'];
  /** Leads back to the call that goes on meanwhile, if one does. */
  backToCall: (() => void) | undefined;
  /** Under the keypad. */
  join: unknown;
}

/** The keypad that dials, also while a call is going on. */
export function keypad({texts, backToCall, join}: Keypad) {
  return html`${
      backToCall
        ? html`<button class="button plain back" type="button" @click=${backToCall}>
            ${icon('phone')} ${texts.backToCall}
          </button>`
        : nothing
    }
    <div ${ref(withoutCall)}>
      <slot name="keypad"><sidetone-dialpad></sidetone-dialpad></slot>
    </div>
    ${join}`;
}

/** What is inside knows of no current call: a keypad there dials. */
function withoutCall(element: Element | undefined): void {
  if (element) new ContextProvider(element as HTMLElement, {context: callContext});
}
