import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Whether the host can be seen: in the viewport of a page that is in front. For what costs something to draw. */
export class VisibleController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #changed: (visible: boolean) => void;
  #observer: IntersectionObserver | undefined;
  #life: AbortController | undefined;
  #intersects = false;
  #visible = false;

  constructor(host: ReactiveControllerHost & HTMLElement, changed: (visible: boolean) => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  get visible(): boolean {
    return this.#visible;
  }

  hostConnected(): void {
    this.#life = new AbortController();
    document.addEventListener('visibilitychange', () => this.#update(), {signal: this.#life.signal});
    this.#observer = new IntersectionObserver((entries) => {
      this.#intersects = entries.at(-1)?.isIntersecting ?? false;
      this.#update();
    });
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#life?.abort();
    this.#observer?.disconnect();
    this.#intersects = false;
    this.#update();
  }

  #update(): void {
    const visible = this.#intersects && document.visibilityState === 'visible';
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#changed(visible);
  }
}
