import {Pin} from '@sidetone/core';
import {html, nothing} from 'lit';
import {Requester} from '../controllers/requester.js';
import {DialInSource, type DialInHost} from '../dial-in/dial-in-source.js';
import {JoinByPhoneRequestEvent} from '../events/index.js';
import {icon} from '../icons/icons.js';
import type {LocalizeController} from '../localize/localize-controller.js';

/** Calls the room of the provider around, or the one that the host was told of. */
export class JoinByPhone {
  readonly #source: DialInSource;
  readonly #requester: Requester;

  constructor(host: DialInHost) {
    this.#source = new DialInSource(host, () => ({}));
    this.#requester = new Requester(host, () => {});
  }

  /** A button, where it is known how to join. With `askPin` the person types the PIN. */
  render(local: LocalizeController, askPin: boolean) {
    const {dialIn} = this.#source;
    const number = dialIn?.numbers[0]?.e164;
    if (!dialIn || !number) return nothing;
    const {error} = this.#requester;
    const join = () => {
      const pin = askPin ? undefined : Pin.read(dialIn.pin);
      void this.#requester.ask(new JoinByPhoneRequestEvent(number, pin));
    };
    return html`<button part="join-by-phone" class="button join-by-phone" type="button" @click=${join}>
        ${icon('people')} ${local.texts.dialIn.label}
      </button>
      ${error ? html`<p part="problem" class="notice danger">${local.error(error)}</p>` : nothing}`;
  }
}
