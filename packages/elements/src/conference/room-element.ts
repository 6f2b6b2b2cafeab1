import type {GatewayOptions, Phone} from '@sidetone/core';
import {LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import type {ConferenceSettings, MakeConference, WhileAway} from '../conference-loader.js';
import type {RoomAccess} from '../dial-in/fetch-dial-in.js';

/** An element that can name a room of its own, and what its conference is made of. */
export abstract class RoomElement extends LitElement {
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'token'];
  }

  /** LiveKit's address, with a `token`. */
  @property({reflect: true}) url = '';
  /** URL of a Sidetone gateway; without it the provider's. */
  @property({reflect: true}) gateway = '';
  /** Name of the room; without it the provider's. */
  @property({reflect: true}) room = '';
  /** How a room of its own sounds while a call talks beside it, or this person has stepped out: `silent`, or `ducked`, 20 dB down. */
  @property({attribute: 'while-away', reflect: true}) whileAway: WhileAway = 'silent';
  /** The gateway's session, or what fetches one, where it is not a cookie. */
  @property({attribute: false}) session: GatewayOptions['token'];
  /** Makes the conference, instead of `@sidetone/conference`. */
  @property({attribute: false}) makeConference: MakeConference | undefined;

  #token: GatewayOptions['token'];

  /** LiveKit's token, or what fetches a fresh one for each join; can be set, never read. */
  set token(token: GatewayOptions['token']) {
    this.#token = token;
    this.requestUpdate();
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (name !== 'token') return super.attributeChangedCallback(name, old, value);
    if (value === null) return;
    this.token = value;
    this.removeAttribute('token');
  }

  /** What the element says of its room, without what is around it. */
  protected get access(): Partial<RoomAccess> {
    const {gateway, room, session} = this;
    return {gateway: gateway.trim(), room, session};
  }

  /** What its own conference is made of; undefined where it names no room. `around` fills in what it leaves open. */
  protected settings(
    around: RoomAccess | undefined,
    phone: Phone | undefined,
  ): ConferenceSettings | undefined {
    const page = {whileAway: this.whileAway, ...(phone && {phone})};
    const url = this.url.trim();
    if (url) return {url, token: this.#token, ...page};
    const {gateway, room, session} = this.access;
    if (!gateway && !room) return undefined;
    const settings = {gateway: gateway || around?.gateway, room: room || around?.room};
    const token = session ?? around?.session;
    if (!settings.gateway || !settings.room) return undefined;
    return {
      gateway: settings.gateway,
      room: settings.room,
      ...(token !== undefined && {token}),
      ...page,
    };
  }
}
