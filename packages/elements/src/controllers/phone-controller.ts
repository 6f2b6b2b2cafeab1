import type {Call, Phone} from '@sidetone/core';
import type {ReactiveControllerHost} from 'lit';
import {phoneContext} from '../contexts.js';
import {ContextValue} from './context-value.js';
import {Subscription} from './subscription.js';

/**
 * The nearest provider's phone, whenever it comes, goes or is exchanged. The host is rendered again when its
 * registration or one of its calls changes. `attach` adds listeners of the host's own: let them end by `signal`.
 */
export class PhoneController {
  readonly #subscription: Subscription<Phone>;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    attach: (phone: Phone, signal: AbortSignal) => void = () => {},
  ) {
    this.#subscription = new Subscription((phone, signal) => {
      const update = () => host.requestUpdate();
      for (const type of ['registration', 'calls'] as const) phone.addEventListener(type, update, {signal});
      attach(phone, signal);
    });
    new ContextValue(host, phoneContext, (phone) => this.#subscription.follow(phone));
  }

  get phone(): Phone | undefined {
    return this.#subscription.target;
  }

  get calls(): readonly Call[] {
    return this.phone?.calls ?? [];
  }
}
