import type {SipEngine} from '@sidetone/core';
import {silence} from './silence.js';
import {JssipUserAgent} from './user-agent.js';

/**
 * JsSIP behind Sidetone's engine seam. JsSIP does the transactions, dialogs, digest and session timers; this package
 * registers, negotiates media after the call is established, and bounds ICE gathering, where JsSIP's own ways would
 * end calls or tell too little.
 */
export function jssip(): SipEngine {
  silence();
  return {
    name: 'jssip',
    capabilities: {reliableProvisional: false},
    createUserAgent: (options) => new JssipUserAgent(options),
  };
}
