import type {Callee} from './callee.js';

/** Sends nothing at all, not even 100 Trying. */
export const silent: Callee = () => undefined;
