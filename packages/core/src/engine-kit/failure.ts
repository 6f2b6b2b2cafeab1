import {SipFailure} from '../engine/engine.js';

/** Anything thrown on the way, as what an engine rejects with: without a status unless it had one. */
export function asFailure(error: unknown): SipFailure {
  if (error instanceof SipFailure) return error;
  return new SipFailure(0, error instanceof Error ? error.message : String(error));
}
