import type {Conference} from '@sidetone/core';
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {conferenceContext} from '../contexts.js';
import {ContextValue} from './context-value.js';
import {Subscription} from './subscription.js';

/** An element about a room: `conference` is its own, else the provider's. */
export type ConferenceControllerHost = ReactiveControllerHost &
  HTMLElement & {conference?: Conference | undefined};

/**
 * The conference that the host is about: its `conference` property, else that of the nearest provider. The host is
 * rendered again when the room changes, other than in loudness. `attach` adds listeners of the host's own: let them end by `signal`.
 */
export class ConferenceController implements ReactiveController {
  readonly #host: ConferenceControllerHost;
  readonly #around: ContextValue<Conference | undefined>;
  readonly #subscription: Subscription<Conference>;

  constructor(
    host: ConferenceControllerHost,
    attach: (conference: Conference, signal: AbortSignal) => void = () => {},
  ) {
    this.#host = host;
    this.#subscription = new Subscription((conference, signal) => {
      const update = () => host.requestUpdate();
      for (const type of ['change', 'participants', 'legs'] as const)
        conference.addEventListener(type, update, {signal});
      attach(conference, signal);
    });
    this.#around = new ContextValue(host, conferenceContext, () => this.#follow());
    host.addController(this);
  }

  get conference(): Conference | undefined {
    return this.#host.conference ?? this.#around.value;
  }

  hostConnected(): void {
    this.#follow();
  }

  /** The host's `conference` property may have changed. */
  hostUpdate(): void {
    this.#follow();
  }

  hostDisconnected(): void {
    this.#subscription.follow(undefined);
  }

  #follow(): void {
    this.#subscription.follow(this.#host.isConnected ? this.conference : undefined);
  }
}
