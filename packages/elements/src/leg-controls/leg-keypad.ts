import type {PhoneLeg} from '@sidetone/core';
import {html, type ReactiveControllerHost} from 'lit';
import type {Requester} from '../controllers/requester.js';
import {isDigit} from '../dialpad/dialpad.core.js';
import {DialKeys} from '../dialpad/keys.js';
import {LegDtmfRequestEvent} from '../events/index.js';
import type {Texts} from '../localize/texts/en.js';

/** As many as can be told apart at a glance. */
const shown = 24;

/** Twelve keys for one phone in the room, and the digits that were sent to it. */
export class LegKeypad {
  readonly #host: ReactiveControllerHost;
  readonly #requester: Requester;
  readonly #keys = new DialKeys((digit) => void this.#press(digit));
  #leg: PhoneLeg | undefined;
  #sent = '';

  constructor(host: ReactiveControllerHost, requester: Requester) {
    this.#host = host;
    this.#requester = requester;
  }

  render(leg: PhoneLeg, texts: Texts) {
    if (leg !== this.#leg) this.#sent = '';
    this.#leg = leg;
    return html`<div
      part="keypad"
      id="keypad"
      class="keypad"
      role="group"
      aria-label=${texts.controls.keypad}
      @keydown=${this.#type}
    >
      <output class="sent numeric hint" aria-label=${texts.dialpad.fieldInCall}
        ><bdi>${this.#sent}</bdi></output
      >
      ${this.#keys.render({texts: texts.dialpad, disabled: false, plus: false})}
    </div>`;
  }

  readonly #type = (event: KeyboardEvent): void => {
    if (!isDigit(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    void this.#press(event.key);
  };

  /** Shown once it was sent. */
  async #press(digit: string): Promise<void> {
    const leg = this.#leg;
    if (!leg || !(await this.#requester.ask(new LegDtmfRequestEvent(leg, digit))) || leg !== this.#leg)
      return;
    this.#sent = (this.#sent + digit).slice(-shown);
    this.#host.requestUpdate();
  }
}
