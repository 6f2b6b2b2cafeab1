import type {CallStatus} from './status.js';

/**
 * The life of a call, apart from who told us. `held` is `connected` with a hold on either side:
 *
 * ```
 *             18x              2xx                hold confirmed, by either side
 *  accepted ───────▶ ringing ───────▶ connected ◀──────────────────────────────▶ held
 *     │ └───────────────┼──────2xx──────▲ │                                       │
 *     │                 │                 └───────────────┬───────────────────────┘
 *     │ 3xx–6xx         │ 3xx–6xx                         │ BYE, connection lost
 *     ▼                 ▼                                 ▼
 *  rejected          rejected, or cleared when cancelled  cleared
 * ```
 *
 * An incoming call begins at `ringing`.
 */
export class CallState {
  #phase: 'accepted' | 'ringing' | 'connected' | 'rejected' | 'cleared';
  #localHold = false;
  #remoteHold = false;

  constructor(phase: 'accepted' | 'ringing') {
    this.#phase = phase;
  }

  get status(): CallStatus {
    return this.#phase === 'connected' && (this.#localHold || this.#remoteHold) ? 'held' : this.#phase;
  }

  get heldBy(): 'none' | 'local' | 'remote' | 'both' {
    if (this.#localHold) return this.#remoteHold ? 'both' : 'local';
    return this.#remoteHold ? 'remote' : 'none';
  }

  get ended(): boolean {
    return this.#phase === 'rejected' || this.#phase === 'cleared';
  }

  get established(): boolean {
    return this.#phase === 'connected';
  }

  /** Each returns whether it changed anything: engines may report a step twice. */
  ring(): boolean {
    return this.#move('ringing', ['accepted']);
  }

  connect(): boolean {
    return this.#move('connected', ['accepted', 'ringing']);
  }

  end(status: 'rejected' | 'cleared'): boolean {
    return this.#move(status, ['accepted', 'ringing', 'connected']);
  }

  hold(side: 'local' | 'remote', held: boolean): boolean {
    if (!this.established || (side === 'local' ? this.#localHold : this.#remoteHold) === held) return false;
    if (side === 'local') this.#localHold = held;
    else this.#remoteHold = held;
    return true;
  }

  #move(
    to: CallState['status'] & ('ringing' | 'connected' | 'rejected' | 'cleared'),
    from: readonly string[],
  ): boolean {
    if (!from.includes(this.#phase)) return false;
    this.#phase = to;
    return true;
  }
}
