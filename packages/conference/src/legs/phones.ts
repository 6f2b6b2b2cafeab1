import {SidetoneError, type DialOutOptions, type PhoneLeg} from '@sidetone/core';
import {ParticipantKind, type Participant as LiveKitParticipant, type Room} from 'livekit-client';
import type {Door, Entrance} from '../door.js';
import {LegBoard} from './leg-board.js';
import type {ControlRequest, Leg} from './leg.js';
import {RoomCalls} from './room-calls.js';

/** The phones of one room: who they are, and what this person may ask of them. */
export class Phones {
  /** Undefined without a gateway. */
  readonly api: RoomCalls | undefined;
  readonly #board: LegBoard;
  #rights: Pick<Entrance, 'canDialOut' | 'canControlCalls'> = {canDialOut: false, canControlCalls: false};
  #user = '';

  constructor({gateway, room}: Door, tell: (leg: PhoneLeg, what: 'added' | 'changed' | 'removed') => void) {
    this.api = gateway && new RoomCalls(gateway, room);
    const control = (leg: Leg, what: string, request: ControlRequest) => this.#control(leg, what, request);
    this.#board = new LegBoard({control, mayControl: (leg) => this.#mayControl(leg)}, {leg: tell});
  }

  get legs(): readonly PhoneLeg[] {
    return this.#board.legs;
  }

  get canDialOut(): boolean {
    return this.#rights.canDialOut;
  }

  legOf(one: LiveKitParticipant): PhoneLeg | undefined {
    return this.#board.legOf(one);
  }

  /** What the session allows. */
  rights(rights: Pick<Entrance, 'canDialOut' | 'canControlCalls'>): void {
    this.#rights = rights;
  }

  /** The room's metadata are these. */
  read(metadata: string): void {
    this.#board.read(metadata);
  }

  /** Somebody on a phone has come, gone, or changed. */
  see(room: Room | undefined): void {
    if (!room) return;
    this.#user = room.localParticipant.identity;
    const phones = [...room.remoteParticipants.values()].filter(({kind}) => kind === ParticipantKind.SIP);
    this.#board.see(phones.map(({identity, name, attributes}) => ({identity, name: name ?? '', attributes})));
  }

  clear(): void {
    this.#board.clear();
  }

  /** Rejects with `dial-target-empty`, `dial-target-invalid`, `dial-out-refused` or `dial-out-unavailable`. */
  async dialOut(target: string, options: DialOutOptions): Promise<PhoneLeg> {
    const to = target.trim();
    if (!to) throw new SidetoneError('dial-target-empty');
    if (!this.api) throw new SidetoneError('dial-out-unavailable', {detail: 'it takes a gateway'});
    return this.#board.put(await this.api.dialOut(to, options));
  }

  async #control(leg: Leg, what: string, request: ControlRequest): Promise<void> {
    if (!this.api) throw new SidetoneError('leg-refused', {detail: 'it takes a gateway'});
    this.#board.put(await this.api.control(leg.id, what, request));
  }

  #mayControl({owner}: Leg): boolean {
    if (!this.api) return false;
    return this.#rights.canControlCalls || (owner !== undefined && owner === this.#user);
  }
}
