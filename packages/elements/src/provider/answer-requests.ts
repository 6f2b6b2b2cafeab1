import {SidetoneError, type Call} from '@sidetone/core';
import {SidetoneErrorEvent} from '../events/facts.js';
import {RequestEvent} from '../events/request-event.js';

export interface Answering {
  names: readonly string[];
  /** Whether this host is the one to do it; otherwise somebody further out may. */
  takes?: (event: RequestEvent<unknown>) => boolean;
  /** Does it. May throw or reject with a SidetoneError. */
  carryOut: (event: RequestEvent<unknown>) => unknown;
}

/** Answers the requests of these names that reach `host`, and tells the page what could not be done. */
export function answerRequests(host: HTMLElement, {names, takes = () => true, carryOut}: Answering): void {
  const answer = (event: Event) => {
    if (!(event instanceof RequestEvent)) return;
    const request: RequestEvent<unknown> = event;
    if (request.outcome || request.defaultPrevented || !takes(request)) return;
    request.respondWith(async () => {
      try {
        return await carryOut(request);
      } catch (error) {
        const told = SidetoneError.from(error, 'engine-failed');
        if (told.code !== 'aborted') report(host, told, callOf(request));
        throw told;
      }
    });
  };
  for (const name of names) host.addEventListener(name, answer);
}

/** Tells the page that something went wrong. */
export function report(host: HTMLElement, error: SidetoneError, call?: Call): void {
  const told = new SidetoneErrorEvent(error, call);
  host.dispatchEvent(told);
}

/** The call that a request is about, if it is about one. */
function callOf(event: Event): Call | undefined {
  return 'call' in event ? (event.call as Call | undefined) : undefined;
}
