import type {Settings} from '../settings/table.js';

/** A registration is refreshed so many seconds before it expires. */
const refreshedBefore = 10;

/** Seconds. A registration is refreshed as often as `register.interval` says, by asking for one that lasts little longer. */
export function expiry(settings: Settings): number {
  const expires = settings['modules.sip.register.expires'] / 1000;
  const interval = settings['modules.sip.register.interval'] / 1000;
  return Math.round(Math.max(refreshedBefore + 10, Math.min(expires, interval + refreshedBefore)));
}
