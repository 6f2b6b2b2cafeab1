import type {PromptName} from '../ivr/prompts.js';

/** A call that a trunk has brought, not answered yet. */
export interface Arrival {
  /** The call, as the database has it. */
  callId: string;
  asteriskId: string;
  /** Asterisk's channel of the caller. */
  channelId: string;
  /** Of the trunk. */
  trunk: string;
  /** The extension that was called. */
  called: string;
  /** The caller's number, empty when withheld. */
  caller: string;
  /** SIP's Call-ID. */
  sipCallId: string;
}

/** Where an arrival goes. */
export type InboundRoute =
  /** A number at which callers type a PIN. */
  | {kind: 'ivr'; number: string}
  /** A channel: a room, made when it is not there. `user`: the conference user that the caller counts as. */
  | {kind: 'room'; room: string; user?: string; application?: string}
  /** Nobody can say where: the caller hears the prompt, and the trunk is told the SIP code. */
  | {kind: 'refused'; code: 403 | 404 | 480 | 503; prompt: PromptName};
