import type {SipLink} from '../engine/engine.js';

/** A link that can be away: messages of both directions wait until it is back, as an engine may expect. */
export class HoldableLink implements SipLink {
  receive: ((message: string) => void) | undefined;
  /** What the engine sent, oldest first, also what waits. */
  readonly sent: string[] = [];
  #away = false;
  #waiting: (() => void)[] = [];

  constructor(private readonly link: SipLink) {
    link.receive = (message) => this.#pass(() => this.receive?.(message));
  }

  get url(): string {
    return this.link.url;
  }

  send(message: string): void {
    this.sent.push(message);
    this.#pass(() => this.link.send(message));
  }

  /** How many messages wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  away(): void {
    this.#away = true;
  }

  back(): void {
    this.#away = false;
    for (const act of this.#waiting.splice(0)) act();
  }

  #pass(act: () => void): void {
    if (this.#away) this.#waiting.push(act);
    else act();
  }
}
