import {SidetoneError} from '@sidetone/core';
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {request, type RequestEvent} from '../events/index.js';

/** An element's requests, and why the last one was refused, until it is dismissed or another one is made. */
export class Requester implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #refused: (error: SidetoneError) => void;
  #error: SidetoneError | undefined;

  /** @param refused Told of each refusal, to announce it. */
  constructor(host: ReactiveControllerHost & HTMLElement, refused: (error: SidetoneError) => void) {
    this.#host = host;
    this.#refused = refused;
    host.addController(this);
  }

  get error(): SidetoneError | undefined {
    return this.#error;
  }

  /** True when it was done; false when it was refused or cancelled. */
  async ask<Result>(event: RequestEvent<Result>): Promise<boolean> {
    this.dismiss();
    try {
      await request(this.#host, event);
      return !event.defaultPrevented;
    } catch (error) {
      this.#error = SidetoneError.from(error, 'engine-failed');
      this.#refused(this.#error);
      this.#host.requestUpdate();
      return false;
    }
  }

  dismiss(): void {
    if (!this.#error) return;
    this.#error = undefined;
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#error = undefined;
  }
}
