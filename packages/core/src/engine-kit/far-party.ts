import type {SipParty} from '../engine/engine.js';
import {assertedParty} from './party.js';

interface Message {
  getHeader(name: string): string | undefined;
}

/** Who the far side is, as servers tell it in the course of a call. */
export class FarParty {
  #known: SipParty | undefined;

  constructor(known: SipParty | undefined) {
    this.#known = known;
  }

  /** Whom the message asserts, when that is news. */
  learn(message: Message): SipParty | undefined {
    const party = assertedParty((name) => message.getHeader(name));
    if (!party) return undefined;
    const {uri, displayName} = this.#known ?? {};
    if (party.uri === uri && party.displayName === displayName) return undefined;
    this.#known = party;
    return party;
  }
}
