import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Whether the host has at least `from` px, for what a container query cannot decide: which elements there are. */
export class WideController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #observer: ResizeObserver;
  #wide = false;

  constructor(host: ReactiveControllerHost & HTMLElement, from: number) {
    this.#host = host;
    this.#observer = new ResizeObserver((entries) => {
      const wide = (entries.at(-1)?.contentRect.width ?? 0) >= from;
      if (wide === this.#wide) return;
      this.#wide = wide;
      // In the next frame: rendering now would resize the host while sizes are being told.
      requestAnimationFrame(() => host.requestUpdate());
    });
    host.addController(this);
  }

  get wide(): boolean {
    return this.#wide;
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}
