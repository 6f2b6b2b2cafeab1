import {SidetoneError, type BroughtInCall, type Call, type Participant, type Phone} from '@sidetone/core';
import type {RoomCalls} from '../legs/room-calls.js';
import {callerId} from '../stay/call-track.js';
import type {Stay} from '../stay/stay.js';
import {PageMix} from './page-mix.js';

interface BroughtInHost {
  /** Throws `room-state-invalid` when there is none. */
  stay(): Stay;
  /** The gateway's, if there is a gateway. */
  readonly calls: RoomCalls | undefined;
  readonly phone: Phone | undefined;
  /** Who is in it, or what is pending, has changed. */
  changed(): void;
  /** Resolves when this leg is in the room. */
  arrival(callid: string, signal: AbortSignal): Promise<Participant>;
}

interface Guest extends BroughtInCall {
  pending: BroughtInCall['pending'];
  mix: PageMix | undefined;
  readonly life: AbortController;
}

/** How long the server may take to have a caller in the room, in ms. */
const arrivalTime = 20_000;

/** Calls of this page in the room: taken in, handed to the server, taken out again. */
export class BroughtIn {
  readonly #host: BroughtInHost;
  readonly #guests = new Map<Call, Guest>();
  /** Held by this person themself, not for another conversation's sake. */
  #heldBefore: ReadonlySet<Call> = new Set();

  constructor(host: BroughtInHost) {
    this.#host = host;
  }

  get list(): BroughtInCall[] {
    return [...this.#guests.values()].map(({call, via, pending}) => ({call, via, pending}));
  }

  /** The room hears the call's far side. */
  includes(call: Call): boolean {
    return this.#guests.get(call)?.mix !== undefined;
  }

  levelOf(callId: string): number {
    return [...this.#guests.values()].find(({call}) => call.id === callId)?.mix?.level ?? 0;
  }

  /** Mixes a call into the room here. Rejects with `bring-in-failed`. */
  async mixIn(call: Call): Promise<Participant> {
    const stay = this.#host.stay();
    if (this.#guests.has(call)) throw failed('it is in the room already');
    requireTalking(call);
    const guest: Guest = {
      call,
      via: 'page',
      pending: 'bring-in',
      mix: undefined,
      life: new AbortController(),
    };
    this.#guests.set(call, guest);
    call.addEventListener('change', () => call.ended && void this.#remove(guest), {
      signal: guest.life.signal,
    });
    this.#host.changed();
    try {
      await this.#wake(call);
      const mix = await PageMix.open(call, stay);
      if (guest.life.signal.aborted) await mix.close();
      guest.life.signal.throwIfAborted();
      guest.mix = mix;
      this.#settle(guest);
      return stay.roster.find(callerId(stay.room.localParticipant.identity, call.id))!;
    } catch (error) {
      await this.#remove(guest);
      throw failed('', error);
    }
  }

  /** The server takes a call into the room, whether or not it is mixed in here. Rejects with `bring-in-failed`. */
  async hand(call: Call, signal?: AbortSignal): Promise<Participant> {
    this.#host.stay();
    if (!this.#host.calls) throw failed('it takes a gateway');
    requireTalking(call);
    const guest = this.#guests.get(call);
    if (guest?.pending)
      throw failed(`it is being ${guest.pending === 'hand' ? 'handed over' : 'changed'} already`);
    if (guest) this.#pend(guest, 'hand');
    const patience = AbortSignal.timeout(arrivalTime);
    const ending = signal ? AbortSignal.any([signal, patience]) : patience;
    try {
      const {target, callid} = await this.#host.calls.lane(ending);
      const arrival = this.#host.arrival(callid, ending);
      arrival.catch(() => {}); // looked at below, unless the transfer fails first
      await call.transfer(target);
      return await arrival;
    } catch (error) {
      if (guest && this.#guests.has(call)) this.#settle(guest);
      throw failed(patience.aborted ? 'the server did not bring it' : '', error);
    }
  }

  /** The caller talks with this person alone. */
  async takeOut(call: Call): Promise<void> {
    const guest = this.#guests.get(call);
    if (!guest?.mix)
      throw new SidetoneError('call-state-invalid', {detail: 'take out: it is not in the room'});
    this.#pend(guest, 'take-out');
    // Merged callers hear each other until one of them is held.
    const others = this.#guests.size > 1;
    if (others) await call.hold();
    await this.#remove(guest);
    if (others) await call.resume();
  }

  /** The room waits for another conversation, or goes on: its callers come back with it. */
  async wait(waiting: boolean): Promise<void> {
    const held = [...this.#guests.keys()].filter(isHeldHere);
    if (waiting) this.#heldBefore = new Set(held);
    else
      await Promise.allSettled(
        held.filter((call) => !this.#heldBefore.has(call)).map((call) => this.#wake(call)),
      );
  }

  /** The stay in the room is over. */
  clear(): void {
    for (const guest of [...this.#guests.values()]) void this.#remove(guest);
  }

  /** The call talks, together with those that are in the room already. */
  async #wake(call: Call): Promise<void> {
    const together = [...this.#guests.values()].filter(({mix}) => mix).map((guest) => guest.call);
    const group = [...new Set([...together.filter((one) => !isHeldHere(one)), call])];
    if (group.length === 1) return isHeldHere(call) ? call.resume() : undefined;
    if (!this.#host.phone) throw failed('for several calls the conference must be given their phone');
    await this.#host.phone.merge(...group);
  }

  async #remove(guest: Guest): Promise<void> {
    if (this.#guests.get(guest.call) !== guest) return;
    this.#guests.delete(guest.call);
    guest.life.abort();
    const {mix} = guest;
    guest.mix = undefined;
    this.#host.changed();
    await mix?.close();
  }

  #pend(guest: Guest, pending: Guest['pending']): void {
    guest.pending = pending;
    this.#host.changed();
  }

  #settle(guest: Guest): void {
    this.#pend(guest, undefined);
  }
}

const isHeldHere = ({heldBy}: Call): boolean => heldBy === 'local' || heldBy === 'both';

function requireTalking(call: Call): void {
  if (call.connectedAt === undefined || call.ended) throw failed(`the call is ${call.status}`);
}

function failed(detail: string, cause?: unknown): SidetoneError {
  if (
    cause instanceof SidetoneError &&
    ['aborted', 'bring-in-failed', 'room-state-invalid'].includes(cause.code)
  )
    return cause;
  const why = detail || (cause instanceof SidetoneError ? cause.message : '');
  return new SidetoneError('bring-in-failed', {cause, ...(why && {detail: why})});
}
