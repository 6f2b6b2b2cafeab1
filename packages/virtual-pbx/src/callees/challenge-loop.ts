import type {Callee} from './callee.js';

/** Wants another proof each time. */
export const challengeLoop: Callee = (call, tools) => call.refuse(407, {headers: [tools.challenge()]});
