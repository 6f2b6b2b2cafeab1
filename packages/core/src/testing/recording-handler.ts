import type {MediaDirection, SessionEnd, SessionHandler, SipParty} from '../engine/engine.js';

export type SessionEvent =
  | {type: 'progress'; code: number; reason: string; earlyMedia: boolean}
  | {type: 'accepted'}
  | {type: 'remoteDirection'; direction: MediaDirection}
  | {type: 'remoteParty'; party: SipParty}
  | {type: 'digit'; digit: string}
  | {type: 'ended'; end: SessionEnd};

type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, {type: Type}>;

/** A session handler that keeps what it is told and lets a test wait for it. */
export class RecordingHandler implements SessionHandler {
  readonly events: SessionEvent[] = [];
  #waiting = new Set<() => void>();

  progress(event: {code: number; reason: string; earlyMedia: boolean}): void {
    this.#keep({type: 'progress', ...event});
  }
  accepted(): void {
    this.#keep({type: 'accepted'});
  }
  remoteDirection(direction: MediaDirection): void {
    this.#keep({type: 'remoteDirection', direction});
  }
  remoteParty(party: SipParty): void {
    this.#keep({type: 'remoteParty', party});
  }
  digit(digit: string): void {
    this.#keep({type: 'digit', digit});
  }
  ended(end: SessionEnd): void {
    this.#keep({type: 'ended', end});
  }

  of<Type extends SessionEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  /** The first event of this type that passes, past or to come. Rejects when the session ends without one. */
  until<Type extends SessionEvent['type']>(
    type: Type,
    passes: (event: EventOf<Type>) => boolean = () => true,
  ): Promise<EventOf<Type>> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = this.of(type).find(passes);
        const [over] = this.of('ended');
        if (found) resolve(found);
        else if (over) reject(new Error(`Ended without "${type}": ${JSON.stringify(over.end)}`));
        else return;
        this.#waiting.delete(check);
      };
      this.#waiting.add(check);
      check();
    });
  }

  #keep(event: SessionEvent): void {
    this.events.push(event);
    for (const check of [...this.#waiting]) check();
  }
}
