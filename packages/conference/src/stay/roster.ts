import type {Participant} from '@sidetone/core';
import type {Participant as LiveKitParticipant, Room} from 'livekit-client';
import {describe, type Surroundings} from './describe.js';

/** How often levels are read, in ms. */
const levelInterval = 200;

interface RosterHandler {
  seen(participant: Participant, what: 'joined' | 'changed' | 'left'): void;
  /** Somebody's `level` or `speaking` has changed. */
  levels(): void;
}

/** Everybody in the room, as people see them. Each participant is an object of its own for as long as nothing about it changes. */
export class Roster {
  readonly #room: Room;
  readonly #around: Surroundings;
  readonly #handler: RosterHandler;
  readonly #shown = new Map<string, Participant>();
  readonly #timer: ReturnType<typeof setInterval>;
  #standing = false;

  constructor(room: Room, around: Surroundings, handler: RosterHandler) {
    this.#room = room;
    this.#around = around;
    this.#handler = handler;
    this.#timer = setInterval(() => this.#measure(), levelInterval);
  }

  get local(): Participant | undefined {
    return this.#shown.get(this.#room.localParticipant.identity);
  }

  /** All but {@link local}, in the order of their coming, callers behind the participant whose page mixes them in. */
  get others(): Participant[] {
    const came = ({id, hostId}: Participant) =>
      this.#room.getParticipantByIdentity(hostId ?? id)?.joinedAt?.getTime() ?? Infinity;
    const others = [...this.#shown.values()].filter(({local}) => !local);
    return others
      .map((one) => ({one, at: came(one)}))
      .sort((a, b) => a.at - b.at)
      .map(({one}) => one);
  }

  find(id: string): Participant | undefined {
    return this.#shown.get(id);
  }

  /** While the connection is away, people who seem to go are not gone. */
  stand(still: boolean): void {
    this.#standing = still;
    if (!still) this.refreshAll();
  }

  /** Everything about one participant may have changed. */
  refresh(one: LiveKitParticipant): void {
    const now = describe(one, this.#around);
    for (const participant of now) this.#show(participant);
    const ids = new Set(now.map(({id}) => id));
    this.#dropAll(({id, hostId}) => hostId === one.identity && !ids.has(id));
  }

  refreshAll(): void {
    const all = [this.#room.localParticipant, ...this.#room.remoteParticipants.values()];
    const identities = new Set(all.map(({identity}) => identity));
    this.#dropAll(({id, hostId}) => !identities.has(hostId ?? id));
    for (const one of all) this.refresh(one);
  }

  drop({identity}: LiveKitParticipant): void {
    this.#dropAll(({id, hostId}) => id === identity || hostId === identity);
  }

  /** Nothing is measured any more. */
  close(): void {
    clearInterval(this.#timer);
  }

  /** Everybody goes. */
  empty(): void {
    this.#standing = false;
    this.#dropAll(() => true);
  }

  #show(participant: Participant): void {
    const former = this.#shown.get(participant.id);
    if (former && same(former, participant)) return;
    this.#shown.set(participant.id, participant);
    this.#handler.seen(participant, former ? 'changed' : 'joined');
  }

  #dropAll(which: (participant: Participant) => boolean): void {
    if (this.#standing) return;
    for (const participant of [...this.#shown.values()].filter(which)) {
      this.#shown.delete(participant.id);
      this.#handler.seen(participant, 'left');
    }
  }

  #measure(): void {
    let changed = false;
    for (const one of [this.#room.localParticipant, ...this.#room.remoteParticipants.values()]) {
      for (const {id, level, speaking} of describe(one, this.#around)) {
        const former = this.#shown.get(id);
        if (!former || (former.level === level && former.speaking === speaking)) continue;
        this.#shown.set(id, {...former, level, speaking});
        changed = true;
      }
    }
    if (changed) this.#handler.levels();
  }
}

/** Levels apart, which are told in another way. */
function same(one: Participant, other: Participant): boolean {
  return (Object.keys(one) as (keyof Participant)[]).every((name) => {
    if (name === 'level' || name === 'speaking') return true;
    if (name !== 'videos') return one[name] === other[name];
    const [ids, otherIds] = [one, other].map(({videos}) => videos.map(({id}) => id).join());
    return ids === otherIds;
  });
}
