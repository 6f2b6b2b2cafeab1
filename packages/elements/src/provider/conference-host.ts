import {ContextProvider} from '@lit/context';
import type {Conference} from '@sidetone/core';
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {loadConference, type ConferenceSettings, type MakeConference} from '../conference-loader.js';
import {conferenceContext} from '../contexts.js';
import {Subscription} from '../controllers/subscription.js';
import {eventNames} from '../events/names.js';
import type {RequestEvent} from '../events/request-event.js';
import {SidetoneConferenceChangeEvent} from '../events/room-facts.js';
import {answerRequests} from './answer-requests.js';
import {ConferenceOwner} from './conference-owner.js';
import {carryOutInRoom, roomRequestNames} from './room-commands.js';
import {tellRoom} from './tell-room.js';

export interface RoomWishes {
  /** A conference of the application's own, which is never left for it. */
  given: () => Conference | undefined;
  /** What one is made of; undefined where the host has no room of its own. */
  settings: () => ConferenceSettings | undefined;
  make: () => MakeConference | undefined;
  /** What is around the host, for when it has none of its own. */
  around?: () => Conference | undefined;
}

/**
 * Owns the conference of its host: makes it when somebody joins, gives it to everything inside, carries requests out, tells what
 * happened. A host without a room of its own lets requests pass to whoever is around it.
 */
export class ConferenceHost implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #wishes: RoomWishes;
  readonly #owner: ConferenceOwner;
  readonly #context: ContextProvider<typeof conferenceContext>;
  readonly #told: Subscription<Conference>;

  constructor(host: ReactiveControllerHost & HTMLElement, wishes: RoomWishes) {
    this.#host = host;
    this.#wishes = wishes;
    this.#owner = new ConferenceOwner(() => this.#use());
    this.#context = new ContextProvider(host, {context: conferenceContext});
    this.#told = new Subscription((conference, signal) => tellRoom(host, conference, signal));
    answerRequests(host, {
      names: roomRequestNames,
      takes: () => this.#hasRoom,
      carryOut: (event) => this.#carryOut(event),
    });
    host.addController(this);
  }

  /** The host's own. */
  get own(): Conference | undefined {
    return this.#wishes.given() ?? this.#owner.conference;
  }

  get conference(): Conference | undefined {
    return this.own ?? this.#wishes.around?.();
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    if (!this.#host.isConnected) return;
    this.#owner.want(this.#wishes.given() ? undefined : this.#wishes.settings());
    this.#use();
  }

  hostDisconnected(): void {
    // A node that is moved is disconnected and connected again at once: it stays in the room.
    queueMicrotask(() => {
      if (this.#host.isConnected) return;
      this.#told.follow(undefined);
      this.#owner.close();
      this.#context.setValue(this.conference);
    });
  }

  get #hasRoom(): boolean {
    return this.own !== undefined || this.#wishes.settings() !== undefined;
  }

  async #carryOut(event: RequestEvent<unknown>): Promise<unknown> {
    if (event.type !== eventNames.joinRequest) return carryOutInRoom(event, this.own);
    if (!this.own) this.#owner.want(this.#wishes.settings());
    const conference = this.own ?? (await this.#owner.open(this.#wishes.make() ?? loadConference));
    await conference.join();
    return conference;
  }

  #use(): void {
    if (!this.#host.isConnected) return;
    const {own} = this;
    this.#context.setValue(this.conference);
    if (!this.#told.follow(own)) return;
    const change = new SidetoneConferenceChangeEvent(own);
    this.#host.dispatchEvent(change);
    this.#host.requestUpdate();
  }
}
