import type {CallStatus} from '@sidetone/core';
import {entriesIn, type CallEntry} from './entry.js';
import {Leg, type LegHost} from './leg.js';

interface BoardHandler {
  leg(leg: Leg, what: 'added' | 'changed' | 'removed'): void;
}

/** A phone that is in the room, by LiveKit's attributes. */
export interface PhoneInRoom {
  identity: string;
  name: string;
  attributes: Readonly<Record<string, string>>;
}

/** What livekit-sip calls them. */
const sipStatuses: Record<string, CallStatus> = {
  dialing: 'accepted',
  ringing: 'ringing',
  active: 'connected',
};

/**
 * Every phone of a room: those that the gateway wrote into the room's metadata, which late joiners see too, and those that are in
 * the room without such a word, because no gateway serves it.
 */
export class LegBoard {
  readonly #host: LegHost;
  readonly #handler: BoardHandler;
  readonly #legs = new Map<string, Leg>();
  #written: readonly CallEntry[] = [];
  #present: readonly PhoneInRoom[] = [];

  constructor(host: LegHost, handler: BoardHandler) {
    this.#host = host;
    this.#handler = handler;
  }

  get legs(): Leg[] {
    return [...this.#legs.values()];
  }

  find(id: string): Leg | undefined {
    return this.#legs.get(id);
  }

  /** The leg whose participant this is. */
  legOf({identity, attributes}: Pick<PhoneInRoom, 'identity' | 'attributes'>): Leg | undefined {
    const callId = attributes['sip.callID'];
    return (
      (callId === undefined ? undefined : this.#legs.get(callId)) ??
      this.legs.find(({participantId}) => participantId === identity)
    );
  }

  /** The room's metadata are these now. */
  read(metadata: string): void {
    this.#written = entriesIn(metadata);
    this.#review();
  }

  /** These phones are in the room now. */
  see(phones: readonly PhoneInRoom[]): void {
    this.#present = phones;
    this.#review();
  }

  /** The server has said so about one call, before the room's metadata do. */
  put(entry: CallEntry): Leg {
    const others = this.#written.filter(({callid}) => callid !== entry.callid);
    this.#written = [...others, entry];
    this.#review();
    return this.#legs.get(entry.callid)!;
  }

  clear(): void {
    this.#written = this.#present = [];
    this.#review();
  }

  #review(): void {
    const wanted = new Map(this.#written.map((entry) => [entry.callid, entry]));
    for (const phone of this.#present) {
      const entry = unwritten(phone);
      const known = this.#written.some(
        ({callid, identity}) => callid === entry.callid || identity === phone.identity,
      );
      if (!known) wanted.set(entry.callid, entry);
    }
    for (const [id, leg] of [...this.#legs]) {
      if (wanted.has(id)) continue;
      this.#legs.delete(id);
      this.#handler.leg(leg, 'removed');
    }
    for (const entry of wanted.values()) this.#show(entry);
  }

  #show(entry: CallEntry): void {
    const known = this.#legs.get(entry.callid);
    if (known) {
      if (known.update(entry)) this.#handler.leg(known, 'changed');
      return;
    }
    const leg = new Leg(entry, this.#host);
    this.#legs.set(entry.callid, leg);
    this.#handler.leg(leg, 'added');
  }
}

/** What a phone's attributes alone say of its call. */
function unwritten({identity, name, attributes}: PhoneInRoom): CallEntry {
  const number = attributes['sip.phoneNumber'];
  return {
    callid: attributes['sip.callID'] || identity,
    direction: 'incoming',
    status: sipStatuses[attributes['sip.callStatus'] ?? ''] ?? 'connected',
    name: name || number || identity,
    ...(number && {number}),
    identity,
  };
}
