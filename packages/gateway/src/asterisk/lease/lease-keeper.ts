import {setMaxListeners} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Logger} from '../../log/logger.js';
import type {Lease, LeaseStore} from './lease-store.js';

interface LeaseKeeperOptions {
  store: LeaseStore;
  asteriskId: string;
  /** This gateway; another name each time that it starts. */
  holder: string;
  log: Logger;
  /** Called when the lease is had, until `signal` aborts: the lease is another's then, or it was let go. */
  onHeld(lease: Lease, signal: AbortSignal): void;
  /** Whether the Asterisk cannot be reached while the lease is held. */
  isAway?(): boolean;
  /** ms that a lease lasts without being renewed. */
  ttl?: number;
}

/**
 * Keeps trying to get a lease, and renews it once it is had. As long as the database does not answer, the lease
 * stays: nobody else can get it either, and every change of a call's state checks it again.
 */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #ttl: number;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #held: {lease: Lease; lost: AbortController} | undefined;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
    this.#ttl = options.ttl ?? 1000;
    this.#running = this.#run();
  }

  get lease(): Lease | undefined {
    return this.#held?.lease;
  }

  /** Something else than the database says that another gateway has taken over: the lease is looked at again. */
  doubt(lease: Lease): void {
    if (this.#held?.lease.epoch === lease.epoch) this.#lose('displaced');
  }

  /** Lets the lease go. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    const held = this.#held;
    this.#lose('closed');
    if (held) await this.#options.store.release(held.lease).catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await (this.#held ? this.#renew(this.#held.lease) : this.#acquire());
      } catch (error) {
        this.#options.log.warn({err: error}, 'the lease of an Asterisk could not be looked at');
      }
      // Often enough that one late answer of the database loses nothing.
      const pause = this.#ttl / (this.#held ? 4 : 5);
      await sleep(pause, undefined, {signal: this.#stop.signal}).catch(() => undefined);
    }
  }

  async #acquire(): Promise<void> {
    const {store, asteriskId, holder, onHeld} = this.#options;
    const lease = await store.acquire(asteriskId, holder, this.#ttl);
    if (!lease) return;
    const lost = new AbortController();
    // Each call listens as long as it lives: many are no leak.
    setMaxListeners(0, lost.signal);
    this.#held = {lease, lost};
    this.#options.log.info({asterisk: asteriskId, epoch: lease.epoch}, 'this gateway holds the Asterisk');
    onHeld(lease, lost.signal);
  }

  async #renew(lease: Lease): Promise<void> {
    const {store, isAway} = this.#options;
    const away = isAway?.() ?? false;
    if (!(await store.renew(lease, this.#ttl, {away}))) this.#lose('taken');
  }

  #lose(why: string): void {
    const held = this.#held;
    this.#held = undefined;
    held?.lost.abort(why);
    if (held && why !== 'closed')
      this.#options.log.warn({asterisk: held.lease.asteriskId, why}, 'another gateway holds the Asterisk');
  }
}
