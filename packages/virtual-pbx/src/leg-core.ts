import type {MediaDirection} from '@sidetone/core';
import type {CallBehaviour} from './callees/callee.js';
import type {LegLife} from './leg-life.js';
import type {LegMedia} from './leg-media.js';
import type {Dialog} from './sip/dialog.js';
import type {SipRequest, SipResponse} from './sip/message.js';

export type Headers = readonly (readonly [name: string, value: string])[];

/** What the calls need of their PBX. */
export interface LegTransport {
  /** The Contact of the PBX. */
  readonly contact: string;
  send(request: SipRequest, answered: (response: SipResponse) => void): void;
  /** An ACK of a 2xx, for which no answer comes. */
  acknowledge(request: SipRequest): void;
  cancel(invite: SipRequest, headers: Headers): void;
}

/** What the parts of one call share. */
export interface LegCore extends LegLife {
  readonly transport: LegTransport;
  readonly media: LegMedia;
  readonly behaviour: CallBehaviour;
  dialog: Dialog | undefined;
  /** What the phone last offered or answered, as seen from there. */
  remoteDirection: MediaDirection;
  end(): void;
}

export const sdpHeaders: Headers = [['Content-Type', 'application/sdp']];

export function contactHeader({transport}: LegCore): Headers {
  return [['Contact', `<${transport.contact}>`]];
}

/** An SDP as the callee wants the phone to see it. */
export function rewritten({behaviour}: LegCore, sdp: string): string {
  return behaviour.rewriteSdp?.(sdp) ?? sdp;
}
