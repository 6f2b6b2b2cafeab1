import {hkdfSync} from 'node:crypto';
import type {Settings} from '../settings/table.js';

/** Keys of 32 bytes, one for each purpose. */
export interface Keys {
  /** Signs session tokens. */
  session: Uint8Array;
  /** Keyed hashes: PINs, and callers in counters. */
  pin: Uint8Array;
  /** Encrypts at rest: the first writes, all read. */
  encryption: readonly [Uint8Array, ...Uint8Array[]];
  /** Derives short-lived SIP passwords. */
  credential: Uint8Array;
}

/** The keys that the settings give, or that follow from `SECRET_KEY`. */
export function deriveKeys(settings: Settings): Keys {
  const key = (purpose: string, secret: string | undefined) =>
    derive(secret ?? settings.SECRET_KEY ?? '', purpose);
  return {
    session: key('session', settings.SESSION_KEY),
    pin: key('pin', settings.PIN_KEY),
    encryption: [
      key('encryption', settings.ENCRYPTION_KEY),
      ...settings.ENCRYPTION_KEYS_BEFORE.map((secret) => key('encryption', secret)),
    ],
    credential: key('credential', settings.CREDENTIAL_KEY),
  };
}

function derive(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'sidetone-gateway', purpose, 32));
}
