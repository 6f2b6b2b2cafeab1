import {
  endedStatuses,
  formatNumber,
  LegChangeEvent,
  parseTones,
  throwIfAborted,
  Turns,
  typedEventTarget,
  unlessAborted,
  type LegMute,
  type OperationOptions,
  type PhoneLeg,
  type PhoneLegEvents,
} from '@sidetone/core';
import type {CallEntry} from './entry.js';

type Control = 'dtmf' | 'mute' | 'hold' | 'hangup';

export interface ControlRequest extends OperationOptions {
  body?: object;
}

/** What a leg needs of its room. */
export interface LegHost {
  /** Asks the server; resolves when it has happened. Rejects with `leg-refused`. */
  control(leg: Leg, what: Control, request: ControlRequest): Promise<void>;
  mayControl(leg: Leg): boolean;
}

/** A phone of the room, as its entry says. */
export class Leg extends typedEventTarget<PhoneLegEvents>() implements PhoneLeg {
  readonly #host: LegHost;
  #entry: CallEntry;
  /** One request after the other keeps digits in order. */
  readonly #turns = new Turns();

  constructor(entry: CallEntry, host: LegHost) {
    super();
    this.#entry = entry;
    this.#host = host;
  }

  get id(): string {
    return this.#entry.callid;
  }

  get direction() {
    return this.#entry.direction ?? 'incoming';
  }

  get status() {
    return this.#entry.status;
  }

  get cause() {
    return this.#entry.cause;
  }

  get code(): number | undefined {
    return this.#entry.code || undefined;
  }

  get message() {
    return this.#entry.message;
  }

  get name(): string {
    return this.#entry.name || (this.number ? formatNumber(this.number) : this.id);
  }

  get number() {
    return this.#entry.number;
  }

  get participantId() {
    return this.#entry.identity;
  }

  /** The user whose call it is. */
  get owner() {
    return this.#entry.owner;
  }

  /** It is the owner's own phone, not one that the owner has called or brought in. */
  get ownPhone(): boolean {
    return this.#entry.ownPhone ?? false;
  }

  get muted(): LegMute {
    return this.#entry.muted ?? 'none';
  }

  get ended(): boolean {
    return endedStatuses.has(this.status);
  }

  get connectedAt() {
    return moment(this.#entry.connectedAt);
  }

  get endedAt() {
    return moment(this.#entry.endedAt);
  }

  get controllable(): boolean {
    return this.#host.mayControl(this);
  }

  async sendDtmf(digits: string, {signal}: OperationOptions = {}): Promise<void> {
    const body = {digits: parseTones(digits)};
    const sent = this.#turns.take(() => this.#control('dtmf', {body, signal}));
    await unlessAborted(sent, signal);
  }

  async mute(what: LegMute, {signal}: OperationOptions = {}): Promise<void> {
    await this.#control('mute', {body: {what}, signal});
  }

  async hold({signal}: OperationOptions = {}): Promise<void> {
    await this.#control('hold', {body: {held: true}, signal});
  }

  async resume({signal}: OperationOptions = {}): Promise<void> {
    await this.#control('hold', {body: {held: false}, signal});
  }

  async hangup({signal}: OperationOptions = {}): Promise<void> {
    await this.#control('hangup', {signal});
  }

  /** The server says that it is so. Returns whether that is news. */
  update(entry: CallEntry): boolean {
    if (JSON.stringify(entry) === JSON.stringify(this.#entry)) return false;
    this.#entry = entry;
    const event = new LegChangeEvent(this);
    this.dispatchEvent(event);
    return true;
  }

  async #control(what: Control, request: ControlRequest): Promise<void> {
    throwIfAborted(request.signal);
    await this.#host.control(this, what, request);
  }
}

function moment(text: string | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : at;
}
