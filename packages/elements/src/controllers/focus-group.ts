import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {nextIndex, type FocusDirection} from './focus-group.core.js';

export interface FocusGroupOptions {
  direction: FocusDirection;
  /** Of a grid. */
  columns?: number;
  /** The items as rendered now, in reading order. */
  items: () => readonly HTMLElement[];
}

/**
 * Several controls as one stop of the Tab key: arrow keys, Home and End move among them (WAI-ARIA's roving
 * tabindex). Arrows follow the direction of writing.
 */
export class FocusGroup implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: FocusGroupOptions;
  #current = 0;
  #life: AbortController | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, options: FocusGroupOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#life = new AbortController();
    const {signal} = this.#life;
    this.#host.addEventListener('keydown', (event) => this.#move(event), {signal});
    this.#host.addEventListener('focusin', (event) => this.#follow(event), {signal});
  }

  hostDisconnected(): void {
    this.#life?.abort();
  }

  hostUpdated(): void {
    const items = this.#options.items();
    this.#current = Math.min(this.#current, Math.max(items.length - 1, 0));
    for (const [index, item] of items.entries()) item.tabIndex = index === this.#current ? 0 : -1;
  }

  #indexOf(event: Event): number {
    const path = event.composedPath();
    return this.#options.items().findIndex((item) => path.includes(item));
  }

  #follow(event: Event): void {
    const index = this.#indexOf(event);
    if (index < 0) return;
    this.#current = index;
    this.hostUpdated();
  }

  #move(event: KeyboardEvent): void {
    const index = this.#indexOf(event);
    if (index < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const items = this.#options.items();
    const next = nextIndex(event.key, index, {
      direction: this.#options.direction,
      columns: this.#options.columns ?? 1,
      count: items.length,
      rtl: getComputedStyle(items[index]!).direction === 'rtl',
    });
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  }
}
