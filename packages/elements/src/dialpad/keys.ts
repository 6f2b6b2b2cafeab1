import {html, nothing, type TemplateResult} from 'lit';
import {ref} from 'lit/directives/ref.js';
import {LongPress, listenTo} from '../controllers/long-press.js';
import type {Texts} from '../localize/texts/en.js';
import {dialKeys, type DialKey} from './dialpad.core.js';

export interface KeysState {
  texts: Texts['dialpad'];
  disabled: boolean;
  /** The zero that is held is a plus. */
  plus: boolean;
}

/** The twelve keys. */
export class DialKeys {
  readonly #press: (digit: string) => void;
  readonly #zero: (button: Element | undefined) => void;
  #plus = true;

  /** @param press Told of each key, in `0-9*#+`. */
  constructor(press: (digit: string) => void) {
    this.#press = press;
    this.#zero = listenTo(
      new LongPress({press: () => press('0'), longPress: () => press(this.#plus ? '+' : '0')}),
    );
  }

  render(state: KeysState): TemplateResult {
    this.#plus = state.plus;
    return html`<div
      class="keys"
      part="keys"
      role="group"
      dir="ltr"
      aria-label=${state.texts.keys}
      @mousedown=${(event: Event) => event.preventDefault()}
    >
      ${dialKeys.map((key) => (key.digit === '0' ? this.#zeroKey(state) : this.#key(key, state)))}
    </div>`;
  }

  #key({digit, letters}: DialKey, {texts, disabled}: KeysState): TemplateResult {
    const symbol = {'*': texts.star, '#': texts.pound}[digit];
    return html`<button
      type="button"
      class="key ${symbol ? 'symbol bare' : ''}"
      part="key"
      data-digit=${digit}
      aria-label=${symbol ?? nothing}
      ?disabled=${disabled}
      @click=${() => this.#press(digit)}
    >
      <span class="digit">${digit === '*' ? '∗' : digit}</span>
      <span class="letters" aria-hidden="true">${letters}</span>
    </button>`;
  }

  #zeroKey({texts, disabled, plus}: KeysState): TemplateResult {
    return html`<button
      ${ref(this.#zero)}
      type="button"
      class="key ${plus ? '' : 'bare'}"
      part="key"
      data-digit="0"
      aria-description=${plus ? texts.zeroHint : nothing}
      ?disabled=${disabled}
    >
      <span class="digit">0</span>
      <span class="letters" aria-hidden="true">${plus ? '+' : ''}</span>
    </button>`;
  }
}
