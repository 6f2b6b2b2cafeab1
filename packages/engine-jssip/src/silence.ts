import {debug} from './jssip.js';

let silent = false;

/** JsSIP logs whole messages, with digests and SRTP keys, wherever a page enables `debug`. Not in this page. */
export function silence(): void {
  if (silent) return;
  silent = true;
  const enabled = debug.enabled;
  debug.enabled = (namespace) => !/^JsSIP(:|$)/.test(namespace) && enabled(namespace);
}
