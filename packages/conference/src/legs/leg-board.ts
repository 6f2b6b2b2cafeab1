import {endedStatuses, type CallStatus} from '@sidetone/core';
import {entriesIn, type CallEntry} from './entry.js';
import {isOlder, isSame, withKnownNumber} from './latest.js';
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
  hangup: 'cleared',
};

/** Of so many calls that are gone it is known that they are. */
const longestMemory = 1000;

/**
 * Every phone of a room: those that the gateway wrote into the room's metadata, which late joiners see too, and those that are in
 * the room without such a word, because no gateway serves it.
 */
export class LegBoard {
  readonly #host: LegHost;
  readonly #handler: BoardHandler;
  readonly #legs = new Map<string, Leg>();
  #written: ReadonlyMap<string, CallEntry> = new Map();
  /** What the server has answered and the room's metadata do not say yet. */
  readonly #answered = new Map<string, CallEntry>();
  /** Calls that the room's metadata no longer have, as they were last: an answer that was on its way meanwhile does not bring them back. */
  readonly #gone = new Map<string, CallEntry>();
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
    const before = this.#written;
    const entries = entriesIn(metadata).filter((entry) => !this.#isOver(entry));
    this.#written = new Map(entries.map((entry) => [entry.callid, this.#latest(entry, before)]));
    for (const [id, entry] of before) if (!this.#written.has(id)) this.#bury(entry);
    for (const id of this.#written.keys()) this.#answered.delete(id);
    // One that is over may never have been in there.
    for (const [id, {status}] of this.#answered) if (endedStatuses.has(status)) this.#answered.delete(id);
    this.#review();
  }

  /** These phones are in the room now. */
  see(phones: readonly PhoneInRoom[]): void {
    this.#present = phones;
    this.#review();
  }

  /** The server has said so about one call, before the room's metadata do. */
  put(entry: CallEntry): Leg {
    const {callid} = entry;
    if (this.#isOver(entry)) return new Leg(this.#gone.get(callid)!, this.#host);
    const written = this.#written.get(callid);
    if (written) this.#written = new Map([...this.#written, [callid, this.#latest(entry, this.#written)]]);
    else this.#answered.set(callid, this.#latest(entry, this.#answered));
    this.#review();
    return this.#legs.get(callid)!;
  }

  clear(): void {
    this.#written = new Map();
    this.#present = [];
    this.#answered.clear();
    this.#gone.clear();
    this.#review();
  }

  /** The newest word about a call, of those that are known. */
  #latest(entry: CallEntry, known: ReadonlyMap<string, CallEntry>): CallEntry {
    const others = [known.get(entry.callid), this.#answered.get(entry.callid)].filter(
      (one) => one !== undefined,
    );
    const newest = others.reduce((one, other) => (isOlder(one, other) ? other : one), entry);
    return others.reduce(withKnownNumber, newest);
  }

  /** Whether it is of a time before the call went. One that went while it lived may come back: LiveKit was restarted, say. */
  #isOver(entry: CallEntry): boolean {
    const gone = this.#gone.get(entry.callid);
    return (
      gone !== undefined && (isOlder(entry, gone) || (endedStatuses.has(gone.status) && isSame(entry, gone)))
    );
  }

  #bury(entry: CallEntry): void {
    this.#gone.set(entry.callid, entry);
    const [oldest] = this.#gone.keys();
    if (this.#gone.size > longestMemory) this.#gone.delete(oldest!);
  }

  #review(): void {
    const wanted = new Map([...this.#answered, ...this.#written]);
    for (const phone of this.#present) {
      const entry = unwritten(phone);
      const known = [...wanted.values()].some(
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
