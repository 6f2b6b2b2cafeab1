import type {ReplyOptions} from '../transactions.js';
import type {Callee} from './callee.js';

/** Refuses every call with this status. */
export function refusing(status: number, options?: ReplyOptions): Callee {
  return (call) => call.refuse(status, options);
}
