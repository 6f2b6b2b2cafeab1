import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ExpectedLeg, LegRequest, LiveKitAccess, PhoneLeg, RoomBridge} from '../bridge.js';
import {BridgeError} from '../errors.js';
import {expectedTime, Legs} from '../legs.js';
import {ChildWorker} from './child.js';
import {WorkerLink} from './link.js';
import {PooledLeg} from './pooled-leg.js';
import type {LegEvent, LegSnapshot} from './protocol.js';

interface ChildPoolOptions {
  /** Worker processes to run on this machine. */
  children: number;
  livekit: LiveKitAccess;
  /** Node's own arguments for them; those of this process when left out. */
  execArgv?: readonly string[];
}

interface RemotePoolOptions {
  /** Addresses of workers that run elsewhere: `ws://10.0.0.5:7890/bridge`. */
  workers: readonly string[];
  /** The secret that they share with this gateway. */
  token: string;
}

/** How long a leg may wait for a worker: while it joins, and when it has lost one, in ms. */
const patience = {join: 5000, move: 60_000};

/**
 * Spreads legs over worker processes. A leg whose worker dies is carried by another at once; its caller stays on the line. A leg that
 * a worker still carries for a gateway that died is taken over by joining with its id.
 */
export class BridgePool implements RoomBridge {
  readonly #links: readonly WorkerLink[];
  readonly #children: readonly ChildWorker[];
  readonly #legs = new Legs<PooledLeg>();
  /** What each worker said it carries, this gateway's legs or another's. */
  readonly #carried = new Map<WorkerLink, Set<string>>();
  /** Which worker keeps a place for a phone that is about to come. */
  readonly #expecting = new Map<string, WorkerLink>();
  readonly #draining = new WeakSet<WorkerLink>();
  /** Lets go of workers elsewhere and of the legs that they carry. Workers on this machine end with this process: there it is left out. */
  readonly detach?: () => Promise<void>;
  #closed = false;

  constructor(options: ChildPoolOptions | RemotePoolOptions) {
    if ('children' in options) {
      const token = randomBytes(24).toString('base64url');
      this.#children = Array.from({length: options.children}, () => new ChildWorker({...options, token}));
      this.#links = this.#children.map(({link}) => link);
    } else {
      this.#children = [];
      this.#links = options.workers.map((url) => new WorkerLink(options.token, url));
      this.detach = () => this.#letGo();
    }
    for (const link of this.#links) this.#watch(link);
  }

  get legs(): ReadonlyMap<string, PhoneLeg> {
    return this.#legs.all;
  }

  /** Each worker: its process id when it is one of this machine's, whether it answers, and how many legs it carries. */
  get workers(): {pid?: number; up: boolean; legs: number}[] {
    return this.#links.map((link, index) => {
      const pid = this.#children[index]?.pid;
      return {...(pid && {pid}), up: link.up, legs: this.#carried.get(link)?.size ?? 0};
    });
  }

  /** By the worker that joins it then. */
  async expect(leg: ExpectedLeg): Promise<void> {
    const worker = this.#choose(leg.id);
    if (!worker) throw new BridgeError('bridge-unavailable');
    this.#expecting.set(leg.id, worker);
    setTimeout(() => this.#expecting.delete(leg.id), expectedTime).unref();
    await worker.request({op: 'expect', leg});
  }

  join(request: LegRequest): Promise<PhoneLeg> {
    return this.#legs.join(request, () => this.#join(request));
  }

  async close(): Promise<void> {
    await this.#legs.settled();
    const leaving = [...this.#legs.all.values()].map((leg) =>
      Promise.race([leg.leave(), sleep(patience.join)]),
    );
    await Promise.allSettled(leaving);
    await this.#letGo();
  }

  async #letGo(): Promise<void> {
    this.#closed = true;
    for (const link of this.#links) link.close();
    await Promise.all(this.#children.map((child) => child.close()));
  }

  async #join(request: LegRequest): Promise<PooledLeg> {
    const leg = new PooledLeg(request);
    await this.#place(leg, patience.join);
    return leg;
  }

  /** Resolves when a worker carries the leg. A worker that goes down meanwhile is no reason to give up. */
  async #place(leg: PooledLeg, limit: number): Promise<void> {
    const deadline = performance.now() + limit;
    for (;;) {
      const worker = this.#choose(leg.id);
      try {
        if (!worker) throw new BridgeError('bridge-unavailable');
        this.#carried.get(worker)?.add(leg.id);
        const snapshot = await worker.request({op: 'join', leg: leg.request});
        if (snapshot) leg.placed(worker, snapshot);
        return;
      } catch (error) {
        if (worker) this.#carried.get(worker)?.delete(leg.id);
        const left = deadline - performance.now();
        if (!(error instanceof BridgeError) || error.code !== 'bridge-unavailable' || left <= 0) throw error;
        await this.#someoneUp(Math.ceil(Math.min(left, 100)));
      }
    }
  }

  /** The worker that carries the leg already or keeps a place for it, else the one with the fewest. */
  #choose(id: string): WorkerLink | undefined {
    const up = this.#links.filter((link) => link.up && !this.#draining.has(link));
    const load = (link: WorkerLink) => this.#carried.get(link)?.size ?? 0;
    const carrier = up.find((link) => this.#carried.get(link)?.has(id) || this.#expecting.get(id) === link);
    return carrier ?? up.sort((one, other) => load(one) - load(other))[0];
  }

  async #someoneUp(limit: number): Promise<void> {
    const signal = AbortSignal.timeout(limit);
    await Promise.race(this.#links.map((link) => once(link, 'up', {signal}))).catch(() => undefined);
  }

  #watch(link: WorkerLink): void {
    link.on('up', (legs) => this.#arrived(link, legs));
    link.on('event', (event) => this.#happened(link, event));
    link.on('down', () => {
      this.#carried.delete(link);
      this.#displace(link);
    });
    link.on('draining', () => {
      this.#draining.add(link);
      this.#displace(link);
    });
  }

  #arrived(link: WorkerLink, legs: readonly LegSnapshot[]): void {
    this.#draining.delete(link);
    this.#carried.set(link, new Set(legs.map(({id}) => id)));
  }

  #happened(link: WorkerLink, event: LegEvent): void {
    const carried = this.#carried.get(link);
    // Also another gateway's: this one may have to take it over.
    if (event.name === 'ended') carried?.delete(event.leg);
    else if (event.name === 'state' && event.data !== 'left') carried?.add(event.leg);
    const leg = this.#legs.all.get(event.leg);
    if (leg?.worker === link) leg.happened(event);
  }

  /** Moves what a worker carried to others. */
  #displace(link: WorkerLink): void {
    if (this.#closed) return;
    for (const leg of this.#legs.all.values()) {
      if (leg.worker !== link) continue;
      leg.displaced();
      this.#place(leg, patience.move).catch((error: unknown) => {
        const known = BridgeError.from(error);
        leg.end(known.code === 'caller-gone' ? {reason: 'caller-gone'} : {reason: 'failed', error: known});
      });
    }
  }
}
