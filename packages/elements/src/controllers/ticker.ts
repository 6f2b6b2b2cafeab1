import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Renders the host again with each full second after a moment, while there is one. */
export class Ticker implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #since: () => number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param since The moment, ms since the epoch; undefined while nothing runs. */
  constructor(host: ReactiveControllerHost, since: () => number | undefined) {
    this.#host = host;
    this.#since = since;
    host.addController(this);
  }

  hostUpdated(): void {
    this.hostDisconnected();
    const since = this.#since();
    if (since === undefined) return;
    const ran = Math.max(0, Date.now() - since);
    this.#timer = setTimeout(() => this.#host.requestUpdate(), 1_000 - (ran % 1_000));
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }
}
