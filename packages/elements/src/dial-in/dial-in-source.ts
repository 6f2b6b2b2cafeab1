import {SidetoneError} from '@sidetone/core';
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {roomContext} from '../contexts.js';
import {ContextValue} from '../controllers/context-value.js';
import type {DialIn} from './dial-in.core.js';
import {fetchDialIn, type RoomAccess} from './fetch-dial-in.js';

/** An element that is told, or knows where to ask, how a phone joins a room. */
export type DialInHost = ReactiveControllerHost & HTMLElement & {dialIn?: DialIn | undefined};

/**
 * How a phone joins the room: what the host was given, else what the gateway says of the host's room or of the
 * provider's. Asks again when that is another room; the host is rendered when the answer is there.
 */
export class DialInSource implements ReactiveController {
  readonly #host: DialInHost;
  readonly #own: () => Partial<RoomAccess>;
  readonly #around: ContextValue<RoomAccess | undefined>;
  #asked: RoomAccess | undefined;
  #fetched: DialIn | undefined;
  #error: SidetoneError | undefined;
  #life = new AbortController();

  /** @param own What the host itself says of the room. */
  constructor(host: DialInHost, own: () => Partial<RoomAccess>) {
    this.#host = host;
    this.#own = own;
    this.#around = new ContextValue(host, roomContext);
    host.addController(this);
  }

  get dialIn(): DialIn | undefined {
    return this.#host.dialIn ?? this.#fetched;
  }

  get loading(): boolean {
    return !this.dialIn && !this.#error && this.#asked !== undefined;
  }

  get error(): SidetoneError | undefined {
    return this.#host.dialIn ? undefined : this.#error;
  }

  /** Asks again, as after an error. */
  reload(): void {
    this.#forget();
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const wanted = this.#host.isConnected && !this.#host.dialIn ? this.#access() : undefined;
    if (same(wanted, this.#asked)) return;
    this.#forget();
    this.#asked = wanted;
    if (wanted) void this.#fetch(wanted, this.#life.signal);
  }

  hostDisconnected(): void {
    this.#forget();
  }

  #access(): RoomAccess | undefined {
    const {gateway, room, session} = {...this.#around.value, ...given(this.#own())};
    return gateway && room ? {gateway, room, session} : undefined;
  }

  #forget(): void {
    this.#life.abort();
    this.#life = new AbortController();
    this.#asked = undefined;
    this.#fetched = undefined;
    this.#error = undefined;
  }

  async #fetch(access: RoomAccess, signal: AbortSignal): Promise<void> {
    try {
      const fetched = await fetchDialIn(access, signal);
      if (!signal.aborted) this.#fetched = fetched;
    } catch (error) {
      if (!signal.aborted) this.#error = SidetoneError.from(error, 'dial-in-unavailable');
    }
    if (!signal.aborted) this.#host.requestUpdate();
  }
}

/** What is empty was not given. */
function given(access: Partial<RoomAccess>): Partial<RoomAccess> {
  return Object.fromEntries(Object.entries(access).filter(([, value]) => value));
}

function same(one: RoomAccess | undefined, other: RoomAccess | undefined): boolean {
  return one?.gateway === other?.gateway && one?.room === other?.room && one?.session === other?.session;
}
