import {EventEmitter, once} from 'node:events';
import type {LegEvents, LegMute, LegRequest, LegState, PhoneLeg, SipCallStatus} from '../bridge.js';
import {BridgeError} from '../errors.js';
import type {WorkerLink} from './link.js';
import type {Command, LegEvent, LegSnapshot} from './protocol.js';

/** A leg that some worker carries: it stays the same leg when another worker takes it over. */
export class PooledLeg extends EventEmitter<LegEvents> implements PhoneLeg {
  readonly id: string;
  readonly #request: LegRequest;
  readonly #moves = new EventEmitter<{settled: []}>();
  #worker: WorkerLink | undefined;
  #state: LegState = 'joining';
  #muted: LegMute;
  #held: boolean;
  #resting: boolean;
  #status: SipCallStatus;

  constructor(request: LegRequest) {
    super();
    this.id = request.id;
    this.#request = request;
    this.#muted = request.muted ?? 'none';
    this.#held = request.held ?? false;
    this.#resting = request.resting ?? false;
    this.#status = request.callStatus ?? 'active';
  }

  get state(): LegState {
    return this.#state;
  }

  get muted(): LegMute {
    return this.#muted;
  }

  get held(): boolean {
    return this.#held;
  }

  /** Who carries it; nobody while it moves. */
  get worker(): WorkerLink | undefined {
    return this.#worker;
  }

  /** What a worker needs to carry on where the last one ended. */
  get request(): LegRequest {
    const returning = this.#state !== 'joining';
    const now = {muted: this.#muted, held: this.#held, resting: this.#resting, callStatus: this.#status};
    return {...this.#request, ...now, returning};
  }

  async mute(what: LegMute): Promise<void> {
    this.#muted = what;
    await this.#ask({op: 'mute', id: this.id, what});
  }

  async hold(on: boolean): Promise<void> {
    this.#held = on;
    await this.#ask({op: 'hold', id: this.id, on});
  }

  async rest(on: boolean): Promise<void> {
    this.#resting = on;
    await this.#ask({op: 'rest', id: this.id, on});
  }

  async show(status: SipCallStatus): Promise<void> {
    this.#status = status;
    await this.#ask({op: 'show', id: this.id, status});
  }

  sendDigits(digits: string): Promise<void> {
    return this.#ask({op: 'sendDigits', id: this.id, digits});
  }

  dial(digits: string): Promise<void> {
    return this.#ask({op: 'dial', id: this.id, digits});
  }

  announce(tone: 'join' | 'leave'): void {
    void this.#ask({op: 'announce', id: this.id, tone}).catch(() => undefined);
  }

  async leave(): Promise<void> {
    await this.#ask({op: 'leave', id: this.id});
    this.end({reason: 'left'});
  }

  /** @internal The worker that carries it now. */
  placed(worker: WorkerLink, {state, muted, held}: LegSnapshot): void {
    if (this.#state === 'left') return;
    this.#worker = worker;
    this.#muted = muted;
    this.#held = held;
    this.#enter(state);
    this.#moves.emit('settled');
  }

  /** @internal Its worker is gone, or is about to go. */
  displaced(): void {
    this.#worker = undefined;
    this.#enter('reconnecting');
  }

  /** @internal */
  happened(event: LegEvent): void {
    // A worker's "left" is followed by the reason why.
    if (event.name === 'state' && event.data !== 'left') this.#enter(event.data);
    else if (event.name === 'ended') this.end(event.data);
    else if (event.name === 'digit') this.emit('digit', event.data);
    else if (event.name === 'pressed') this.emit('pressed', event.data);
  }

  /** @internal */
  end(how: LegEvents['ended'][0]): void {
    if (this.#state === 'left') return;
    this.#worker = undefined;
    this.#enter('left');
    this.#moves.emit('settled');
    this.emit('ended', how);
    this.removeAllListeners();
  }

  #enter(state: LegState): void {
    if (this.#state === state || this.#state === 'left') return;
    this.#state = state;
    this.emit('state', state);
  }

  /** Asks the worker, or the next one when there is none now. */
  async #ask(command: Command): Promise<void> {
    while (this.#state !== 'left') {
      try {
        if (this.#worker) return void (await this.#worker.request(command));
      } catch (error) {
        if (!(error instanceof BridgeError && error.code === 'bridge-unavailable')) throw error;
      }
      if (!this.#worker?.up) await once(this.#moves, 'settled');
    }
  }
}
