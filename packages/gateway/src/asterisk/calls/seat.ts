import {setTimeout as sleep} from 'node:timers/promises';
import type {LegMute, PhoneLeg, SipCallStatus} from '@sidetone/bridge';
import {isResting} from '../../ivr/in-room.js';
import type {IvrState, LeaveReason} from '../../ivr/state.js';
import type {StoredCall} from './stored-call.js';
import {callStatus, visit, type VisitOptions} from './visit.js';

const firstReturn = 500;

interface SeatOptions extends Pick<VisitOptions, 'bridge' | 'asterisk' | 'shownNumber'> {
  /** The call as it is now. */
  call(): StoredCall;
  /** The room put the phone out, or the bridge broke. */
  onLeft(reason: LeaveReason): void;
}

/** A phone's place in a room: there is one leg of a call at a time. */
export class Seat {
  readonly #options: SeatOptions;
  #leg: {room: string; leg: PhoneLeg} | undefined;

  constructor(options: SeatOptions) {
    this.#options = options;
  }

  /** Takes the phone into a room, out of the one where it was. After `returns` failures in a row it waits first. Resolves with whether it is there: `wanted` says no when it no longer shall be. */
  async take(room: string, {wanted, signal}: {wanted: () => boolean; signal: AbortSignal}): Promise<boolean> {
    const {returns} = this.#options.call().state;
    if (returns) await sleep(firstReturn * 2 ** (returns - 1), undefined, {signal});
    if (this.#leg && this.#leg.room !== room) await this.leave();
    if (!wanted()) return false;
    const {call, bridge, asterisk, shownNumber} = this.#options;
    const asked = call();
    const leg = await visit({
      call: asked,
      room,
      bridge,
      asterisk,
      shownNumber,
      onLeft: (...left) => this.#left(...left),
    });
    this.#leg = {room, leg};
    await this.#catchUp(leg, asked.state);
    return true;
  }

  async mute(what: LegMute): Promise<void> {
    await this.#leg?.leg.mute(what);
  }

  async hold(on: boolean): Promise<void> {
    await this.#leg?.leg.hold(on);
  }

  async rest(on: boolean): Promise<void> {
    await this.#leg?.leg.rest(on);
  }

  async show(status: SipCallStatus): Promise<void> {
    await this.#leg?.leg.show(status);
  }

  async leave(): Promise<void> {
    const {leg} = this.#leg ?? {};
    this.#leg = undefined;
    await leg?.leave();
  }

  #left(leg: PhoneLeg, reason: LeaveReason): void {
    // One that was left for another room is no news.
    if (this.#leg?.leg !== leg) return;
    this.#leg = undefined;
    this.#options.onLeft(reason);
  }

  /** What was asked for while the leg came about. */
  async #catchUp(leg: PhoneLeg, asked: IvrState): Promise<void> {
    const {state} = this.#options.call();
    const {muted, held} = state;
    if (leg.muted !== muted) await leg.mute(muted);
    if (leg.held !== held) await leg.hold(held);
    if (isResting(state) !== isResting(asked)) await leg.rest(isResting(state));
    if (callStatus(state) !== callStatus(asked)) await leg.show(callStatus(state));
  }
}
