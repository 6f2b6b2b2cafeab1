import type {LitElement, ReactiveController} from 'lit';

/**
 * When the control that has the focus disappears, e.g. “Answer” once the call is answered, browsers leave the
 * person at the top of the page. This brings them to what came in its place.
 */
export class KeptFocus implements ReactiveController {
  readonly #host: LitElement;
  readonly #next: () => HTMLElement | null;
  #inside = false;
  #life: AbortController | undefined;

  /** @param next Where to go on. */
  constructor(host: LitElement, next: () => HTMLElement | null) {
    this.#host = host;
    this.#next = next;
    host.addController(this);
  }

  hostConnected(): void {
    this.#life = new AbortController();
    const {signal} = this.#life;
    this.#host.addEventListener('focusin', () => (this.#inside = true), {signal});
    this.#host.addEventListener(
      'focusout',
      (event) => {
        const left = event.composedPath()[0] as Element;
        // Chromium tells of it while a removed element is still there: only then is it known who has left.
        queueMicrotask(() => {
          if (left.isConnected && !this.#host.matches(':focus-within')) this.#inside = false;
        });
      },
      {signal},
    );
  }

  hostDisconnected(): void {
    this.#life?.abort();
    this.#inside = false;
  }

  hostUpdated(): void {
    if (this.#inside) void this.#keep();
  }

  async #keep(): Promise<void> {
    await this.#host.updateComplete;
    const next = this.#next();
    if (next && 'updateComplete' in next) await next.updateComplete;
    if (!this.#inside || document.activeElement !== document.body) return;
    this.#next()?.focus();
  }
}
