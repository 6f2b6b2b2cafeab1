import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {announce} from '../a11y/announce.js';
import {LocalizeController} from '../localize/localize-controller.js';

/** How long “copied” stands where “copy” was, in ms. */
const shownFor = 4_000;

/** Copies a text, and says whether that worked: on the button, and to screen readers. */
export class CopyController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #local: LocalizeController;
  #outcome: 'copied' | 'failed' | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    this.#local = new LocalizeController(host);
    host.addController(this);
  }

  get copied(): boolean {
    return this.#outcome === 'copied';
  }

  get failed(): boolean {
    return this.#outcome === 'failed';
  }

  async copy(text: string): Promise<void> {
    const {copied, copyFailed} = this.#local.texts.dialIn;
    try {
      await navigator.clipboard.writeText(text);
      this.#show('copied', copied);
    } catch {
      this.#show('failed', copyFailed); // not allowed here, or no https
    }
  }

  hostDisconnected(): void {
    this.#set(undefined);
  }

  #show(outcome: 'copied' | 'failed', words: string): void {
    this.#set(outcome);
    announce(words, {lang: this.#local.locale});
    if (outcome === 'copied') this.#timer = setTimeout(() => this.#set(undefined), shownFor);
  }

  #set(outcome: 'copied' | 'failed' | undefined): void {
    clearTimeout(this.#timer);
    this.#outcome = outcome;
    this.#host.requestUpdate();
  }
}
