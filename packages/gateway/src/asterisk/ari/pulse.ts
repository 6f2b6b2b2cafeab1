import {AriError} from './errors.js';

/** Several in a row: events that came while this process stood still are read only after the next beat. */
const mayMiss = 3;

interface PulseOptions {
  /** Asks Asterisk to tell the application of a beat. */
  beat(): Promise<void>;
  /** ms between beats. */
  period: number;
  /** Asterisk takes the beats, and the application is told of none. */
  onLost(): void;
}

/**
 * Whether an application still hears what Asterisk tells it. Asterisk leaves one without events whose new socket comes just as
 * it notices the end of the old one, and both sockets and requests seem well.
 */
export class Pulse {
  readonly #options: PulseOptions;
  readonly #timer: NodeJS.Timeout;
  #unheard = 0;

  constructor(options: PulseOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#beat(), options.period);
  }

  heard(): void {
    this.#unheard = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #beat(): Promise<void> {
    if (this.#unheard > mayMiss) {
      this.stop();
      return this.#options.onLost();
    }
    try {
      await this.#options.beat();
    } catch (error) {
      // An Asterisk that does not answer is not a deaf one: the socket's own heartbeat tells.
      if (!(error instanceof AriError && error.status)) return;
    }
    this.#unheard++;
  }
}
