import type {Callee} from './callee.js';

/** Rings and does not answer. */
export const ringing: Callee = (call) => call.progress(180);
