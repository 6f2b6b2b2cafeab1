import {
  isHeldHere,
  SidetoneError,
  talks,
  throwIfAborted,
  unlessAborted,
  type ErrorCode,
  type BroughtInCall,
  type Call,
  type OperationOptions,
  type Participant,
  type Phone,
} from '@sidetone/core';
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
  /** What is asked for and not done yet. */
  pending: BroughtInCall['pending'];
  mix: PageMix | undefined;
  /** Held for another conversation's sake, not by this person's wish. */
  aside: boolean;
  /** Muted because this person has stepped out of the room. */
  hushed: boolean;
  readonly life: AbortController;
}

/** How long the server may take to have a caller in the room, in ms. */
const arrivalTime = 20_000;

/** Calls of this page in the room: taken in, handed to the server, taken out again. */
export class BroughtIn {
  readonly #host: BroughtInHost;
  readonly #guests = new Map<Call, Guest>();
  #returning = false;

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

  /** Mixes a call into the room here. Rejects with `bring-in-failed`, or `aborted`: it is taken out again when it got there. */
  async mixIn(call: Call, {signal}: OperationOptions = {}): Promise<Participant> {
    const stay = this.#host.stay();
    if (this.#guests.has(call)) throw failed('it is in the room already');
    requireTalking(call);
    throwIfAborted(signal);
    return unlessAborted(this.#mixIn(call, stay, signal), signal);
  }

  async #mixIn(call: Call, stay: Stay, signal: AbortSignal | undefined): Promise<Participant> {
    const guest = this.#add(call, 'page');
    try {
      await this.#wake(call, signal);
      throwIfAborted(signal);
      const mix = await PageMix.open(call, stay);
      if (guest.life.signal.aborted || signal?.aborted) await mix.close();
      guest.life.signal.throwIfAborted();
      throwIfAborted(signal);
      guest.mix = mix;
      this.#settle(guest);
      return stay.roster.find(callerId(stay.room.localParticipant.identity, call.id))!;
    } catch (error) {
      await this.#remove(guest);
      throw failed('', error);
    }
  }

  /**
   * The server takes a call into the room, whether or not it is mixed in here. Rejects with `bring-in-failed`, and the call is what it
   * was; with `hand-over-failed` when the server had it already.
   */
  async hand(call: Call, {signal}: OperationOptions = {}): Promise<Participant> {
    this.#host.stay();
    throwIfAborted(signal);
    const {calls} = this.#host;
    if (!calls) throw failed('it takes a gateway');
    requireTalking(call);
    const mixed = this.#guests.get(call);
    if (mixed?.pending)
      throw failed(`it is being ${mixed.pending === 'hand' ? 'handed over' : 'changed'} already`);
    if (mixed) this.#pend(mixed, 'hand');
    const guest = mixed ?? this.#add(call, 'server');
    try {
      return await this.#move(call, calls, signal);
    } finally {
      if (guest.mix) this.#settle(guest);
      else await this.#remove(guest);
    }
  }

  async #move(
    call: Call,
    calls: Pick<RoomCalls, 'lane'>,
    signal: AbortSignal | undefined,
  ): Promise<Participant> {
    const patience = AbortSignal.timeout(arrivalTime);
    const ending = signal ? AbortSignal.any([signal, patience]) : patience;
    let accepted = false;
    try {
      const {target, callid} = await calls.lane(ending);
      const arrival = this.#host.arrival(callid, ending);
      arrival.catch(() => {}); // looked at below, unless the transfer fails first
      await call.transfer(target, {signal});
      accepted = true;
      return await arrival;
    } catch (error) {
      const why = patience.aborted ? 'the server did not bring it' : '';
      // It is not here any more, whatever becomes of it.
      if ((accepted || call.ended) && !signal?.aborted) throw lost(why, error);
      throw failed(why, error);
    }
  }

  /** The caller talks with this person alone. */
  async takeOut(call: Call, {signal}: OperationOptions = {}): Promise<void> {
    const guest = this.#guests.get(call);
    if (!guest?.mix)
      throw new SidetoneError('call-state-invalid', {detail: 'take out: it is not in the room'});
    if (guest.pending)
      throw new SidetoneError('call-state-invalid', {detail: 'take out: it is being changed already'});
    throwIfAborted(signal);
    await unlessAborted(this.#takeOut(guest), signal);
  }

  async #takeOut(guest: Guest): Promise<void> {
    const {call} = guest;
    this.#pend(guest, 'take-out');
    // Merged callers hear each other until one of them is held.
    const others = this.#mixed.length > 1;
    try {
      if (others) await call.hold();
    } catch (error) {
      this.#settle(guest);
      throw error;
    }
    await this.#remove(guest);
    if (others) await call.resume();
  }

  /** Callers that were held for another conversation's sake talk again, once none has the turn: one after the other, each together with those before. */
  async comeBack(): Promise<void> {
    if (this.#returning) return;
    this.#returning = true;
    for (let guest = this.#nextAside; guest; guest = this.#nextAside) {
      guest.aside = false;
      // One that does not come back stays held, as its card shows.
      await this.#wake(guest.call).catch(() => {});
    }
    this.#returning = false;
  }

  /** Whether callers hear this person, beside the room. */
  hear(heard: boolean): void {
    for (const guest of this.#guests.values()) if (guest.mix) hush(guest, !heard);
  }

  /** The stay in the room is over. */
  clear(): void {
    for (const guest of [...this.#guests.values()]) void this.#remove(guest);
  }

  /** The call talks, together with those that are in the room already. */
  async #wake(call: Call, signal?: AbortSignal): Promise<void> {
    const group = [...new Set([...this.#mixed.filter((one) => !isHeldHere(one)), call])];
    if (group.length === 1) return isHeldHere(call) ? call.resume({signal}) : undefined;
    if (!this.#host.phone) throw failed('for several calls the conference must be given their phone');
    await this.#host.phone.merge(group, {signal});
  }

  get #nextAside(): Guest | undefined {
    if (this.#isTaken()) return undefined;
    return [...this.#guests.values()].find(({mix, aside, call}) => mix && aside && isHeldHere(call));
  }

  /** Another conversation has the turn, or takes it. */
  #isTaken(): boolean {
    return (this.#host.phone?.calls ?? []).some((call) => !this.includes(call) && hasTurn(call));
  }

  /** Calls that are in the room here. */
  get #mixed(): Call[] {
    return [...this.#guests.values()].filter(({mix}) => mix).map(({call}) => call);
  }

  /** On its way, for as long as the call lives. */
  #add(call: Call, via: Guest['via']): Guest {
    const life = new AbortController();
    const guest: Guest = {call, via, pending: 'bring-in', mix: undefined, aside: false, hushed: false, life};
    this.#guests.set(call, guest);
    let held = isHeldHere(call);
    const follow = () => {
      if (call.ended) return void this.#remove(guest);
      if (isHeldHere(call) === held) return;
      held = !held;
      guest.aside = held && this.#isTaken();
    };
    call.addEventListener('change', follow, {signal: life.signal});
    this.#host.changed();
    return guest;
  }

  async #remove(guest: Guest): Promise<void> {
    if (this.#guests.get(guest.call) !== guest) return;
    this.#guests.delete(guest.call);
    guest.life.abort();
    if (!guest.call.ended) hush(guest, false);
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
    if (this.#guests.get(guest.call) === guest) this.#pend(guest, undefined);
  }
}

/** The call has the turn, or takes it: others are held for it. */
const hasTurn = (call: Call): boolean =>
  talks(call) ||
  call.pending === 'answer' ||
  call.pending === 'resume' ||
  (call.direction === 'outgoing' && call.connectedAt === undefined && !call.ended);

/** Silences this person in the call, unless they have done so themself. */
function hush(guest: Guest, on: boolean): void {
  if (on ? guest.call.muted : !guest.hushed) return;
  guest.hushed = on;
  guest.call.mute(on);
}

function requireTalking(call: Call): void {
  if (call.connectedAt === undefined || call.ended) throw failed(`the call is ${call.status}`);
}

/** The call is what it was. */
function failed(detail: string, cause?: unknown): SidetoneError {
  return because('bring-in-failed', detail, cause);
}

/** The call is no longer here, and not in the room. */
function lost(detail: string, cause: unknown): SidetoneError {
  return because(
    'hand-over-failed',
    detail,
    cause instanceof SidetoneError ? new Error(cause.message) : cause,
  );
}

function because(code: ErrorCode, detail: string, cause: unknown): SidetoneError {
  if (
    cause instanceof SidetoneError &&
    ['aborted', 'bring-in-failed', 'room-state-invalid'].includes(cause.code)
  )
    return cause;
  const why = detail || (cause instanceof Error ? cause.message : '');
  return new SidetoneError(code, {cause, ...(why && {detail: why})});
}
