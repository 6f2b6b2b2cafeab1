import type {Call, Recording} from '@sidetone/core';
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {callContext, recordingsContext} from '../contexts.js';
import {ContextValue} from './context-value.js';
import {Subscription} from './subscription.js';

/** An element about one call: `call` is its own, else the provider's current one. */
export type CallHost = ReactiveControllerHost & HTMLElement & {call?: Call | undefined};

/**
 * The call that the host is about: its `call` property, else the current call of the nearest provider. The
 * host is rendered again when the call changes. `attach` adds listeners of the host's own: let them end by `signal`.
 */
export class CallController implements ReactiveController {
  readonly #host: CallHost;
  readonly #current: ContextValue<Call | undefined>;
  readonly #recordings: ContextValue<ReadonlyMap<Call, Recording>>;
  readonly #subscription: Subscription<Call>;

  constructor(host: CallHost, attach: (call: Call, signal: AbortSignal) => void = () => {}) {
    this.#host = host;
    this.#subscription = new Subscription((call, signal) => {
      call.addEventListener('change', () => host.requestUpdate(), {signal});
      attach(call, signal);
    });
    this.#current = new ContextValue(host, callContext, () => this.#follow());
    this.#recordings = new ContextValue(host, recordingsContext);
    host.addController(this);
  }

  get call(): Call | undefined {
    return this.#host.call ?? this.#current.value;
  }

  /** The recording of the call, while there is one. */
  get recording(): Recording | undefined {
    return this.call && this.#recordings.value?.get(this.call);
  }

  hostConnected(): void {
    this.#follow();
  }

  /** The host's `call` property may have changed. */
  hostUpdate(): void {
    this.#follow();
  }

  hostDisconnected(): void {
    this.#subscription.follow(undefined);
  }

  #follow(): void {
    this.#subscription.follow(this.#host.isConnected ? this.call : undefined);
  }
}
