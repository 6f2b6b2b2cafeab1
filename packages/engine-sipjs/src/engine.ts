import type {SipEngine} from '@sidetone/core';
import {SipjsUserAgent} from './user-agent.js';

/**
 * SIP.js behind Sidetone's engine seam. It stands on SIP.js' own core (transactions, dialogs, digest, parser);
 * sessions, registration and offers are this package's.
 */
export function sipjs(): SipEngine {
  return {
    name: 'sipjs',
    capabilities: {reliableProvisional: true},
    createUserAgent: (options) => new SipjsUserAgent(options),
  };
}
