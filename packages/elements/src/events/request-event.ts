import {SidetoneError} from '@sidetone/core';

/**
 * Asks whoever owns the phone to do something. Bubbles through shadow roots; `preventDefault()`, anywhere
 * on the way, keeps it from being done. Nothing is shown as done before the owner's state says so.
 */
export abstract class RequestEvent<Result = void> extends Event {
  #outcome: Promise<Result> | undefined;

  protected constructor(type: string) {
    super(type, {bubbles: true, composed: true, cancelable: true});
  }

  /** What becomes of it; undefined while nobody has taken it on. Rejects with a SidetoneError, `aborted` when it was cancelled. */
  get outcome(): Promise<Result> | undefined {
    return this.#outcome;
  }

  /**
   * Takes the request on; the first one to do so does it. The command runs after all listeners had their
   * say, so that also a listener further out can cancel.
   */
  respondWith(command: () => Result | Promise<Result>): void {
    if (this.#outcome || this.defaultPrevented) return;
    this.#outcome = Promise.resolve().then(() => {
      if (this.defaultPrevented) throw new SidetoneError('aborted');
      return command();
    });
    this.#outcome.catch(() => {}); // whoever cares awaits `outcome`; the provider tells the page
  }
}

/**
 * Dispatches a request from `host`. Rejects as its outcome does; resolves with undefined when a listener
 * cancelled it. Rejects with `provider-missing` when nobody took it on.
 */
export async function request<Result>(
  host: EventTarget,
  event: RequestEvent<Result>,
): Promise<Result | undefined> {
  host.dispatchEvent(event);
  if (!event.outcome) {
    if (event.defaultPrevented) return undefined;
    throw new SidetoneError('provider-missing', {detail: event.type});
  }
  try {
    return await event.outcome;
  } catch (error) {
    if (event.defaultPrevented) return undefined;
    throw error;
  }
}
