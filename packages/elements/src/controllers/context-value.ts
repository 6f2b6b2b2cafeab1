import {ContextEvent, type Context} from '@lit/context';
import type {ReactiveController, ReactiveControllerHost} from 'lit';

/**
 * A context's value for one host: found when the host is connected, when a provider wakes up later, when a
 * nearer one comes in between, and again after the host has moved. Undefined where nobody provides it.
 */
export class ContextValue<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #context: Context<unknown, T>;
  readonly #changed: (value: T | undefined) => void;
  #value: T | undefined;
  #unsubscribe: (() => void) | undefined;
  #life: AbortController | undefined;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    context: Context<unknown, T>,
    changed: (value: T | undefined) => void = () => {},
  ) {
    this.#host = host;
    this.#context = context;
    this.#changed = changed;
    host.addController(this);
  }

  get value(): T | undefined {
    return this.#value;
  }

  hostConnected(): void {
    this.#life = new AbortController();
    const wokeUp = (event: Event) => {
      if ((event as Event & {context?: unknown}).context === this.#context) this.#ask();
    };
    document.addEventListener('context-provider', wokeUp, {signal: this.#life.signal});
    this.#ask();
  }

  hostDisconnected(): void {
    this.#life?.abort();
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#set(undefined);
  }

  #ask(): void {
    this.#host.dispatchEvent(new ContextEvent(this.#context, this.#host, this.#receive, true));
  }

  readonly #receive = (value: T, unsubscribe?: () => void): void => {
    if (this.#unsubscribe && this.#unsubscribe !== unsubscribe) this.#unsubscribe();
    this.#unsubscribe = unsubscribe;
    if (this.#life?.signal.aborted === false) this.#set(value);
    else unsubscribe?.();
  };

  #set(value: T | undefined): void {
    if (this.#value === value) return;
    this.#value = value;
    this.#changed(value);
    this.#host.requestUpdate();
  }
}
