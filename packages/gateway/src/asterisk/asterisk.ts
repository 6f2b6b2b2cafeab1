import type {AsteriskAccess} from '@sidetone/bridge';
import type {Logger} from '../log/logger.js';
import type {AsteriskSetting} from '../settings/table.js';
import {application, watchApplication} from './application.js';
import {EventSocket} from './ari/events.js';
import {Ari} from './ari/rest.js';
import type {AriEvent} from './ari/types.js';
import type {CallContext} from './calls/context.js';
import {LeaseKeeper} from './lease/lease-keeper.js';
import type {Lease, LeaseStore} from './lease/lease-store.js';
import {RecentEvents} from './recent-events.js';
import {Session} from './session.js';

interface AsteriskOptions {
  setting: AsteriskSetting;
  /** This gateway; another name each time that it starts. */
  holder: string;
  leases: LeaseStore;
  context: Omit<CallContext, 'ari' | 'asterisk' | 'log'>;
  log: Logger;
  /** ms that the lease lasts without being renewed. */
  ttl?: number;
  /** This gateway is in charge, and Asterisk has just come up: what lives in Asterisk's memory has to be put there. `signal` aborts when either ends. */
  onReady?(ari: Ari, signal: AbortSignal): void;
}

/**
 * One of the servers that this gateway may serve. It is in charge while it holds the lease; until then it
 * listens, so that it can go on where another gateway stopped.
 */
export class Asterisk {
  readonly id: string;
  readonly ari: Ari;
  readonly #options: AsteriskOptions;
  readonly #recent = new RecentEvents();
  readonly #watch: EventSocket;
  readonly #keeper: LeaseKeeper;
  #session: Session | undefined;
  #accepts = true;

  constructor(options: AsteriskOptions) {
    const {setting, holder, leases, log, ttl} = options;
    this.#options = options;
    this.id = setting.id;
    this.ari = new Ari(setting.ari);
    const watched = watchApplication(holder);
    this.#watch = new EventSocket(setting.ari, {
      application: watched,
      all: true,
      onUp: () => void this.#narrow(watched),
      onEvent: (event) => {
        this.#recent.add(event);
        this.#session?.hear(event);
      },
    });
    this.#keeper = new LeaseKeeper({
      store: leases,
      asteriskId: setting.id,
      holder,
      log,
      ...(ttl !== undefined && {ttl}),
      isAway: () => this.#session?.away ?? false,
      onHeld: (lease, signal) => this.#takeOver(lease, signal),
    });
  }

  /** Whether this gateway is in charge of it. */
  get held(): boolean {
    return this.#keeper.lease !== undefined;
  }

  /** Callers that this gateway serves here. */
  get calls(): number {
    return this.#session?.size ?? 0;
  }

  /** Takes no new calls on. */
  drain(): void {
    this.#accepts = false;
  }

  /** Says goodbye to all callers. */
  end(): void {
    this.#session?.end();
  }

  /** Whether another gateway would take over. */
  async watchedByOthers(): Promise<boolean> {
    const {holder} = this.#options;
    const watching = (await this.ari.applications()).filter((name) => name.startsWith(watchApplication('')));
    return watching.some((name) => name !== watchApplication(holder));
  }

  /** Resolves when every event that has come so far is done. */
  async settled(): Promise<void> {
    await this.#session?.settled();
  }

  /** Lets another gateway take over. Calls go on there. */
  async close(): Promise<void> {
    await this.settled();
    this.#watch.close();
    await this.#keeper.close();
  }

  #takeOver(lease: Lease, signal: AbortSignal): void {
    const {setting, context, log, onReady} = this.#options;
    let up = new AbortController();
    this.#session = new Session({
      lease,
      signal,
      context: {...context, log, ari: this.ari, asterisk: accessTo(setting)},
      accepts: () => this.#accepts,
      before: () => this.#recent.all,
      onDisplaced: () => this.#keeper.doubt(lease),
      onUp: () => {
        up.abort();
        up = new AbortController();
        onReady?.(this.ari, AbortSignal.any([signal, up.signal]));
      },
    });
    signal.addEventListener('abort', () => (this.#session = undefined), {once: true});
  }

  /** Of the events of all channels only those that the IVR needs. */
  async #narrow(watched: string): Promise<void> {
    const allowed: {type: AriEvent['type']}[] = [
      {type: 'ChannelDtmfReceived'},
      {type: 'ChannelDestroyed'},
      {type: 'ChannelHold'},
      {type: 'ChannelUnhold'},
      {type: 'Dial'},
      {type: 'PlaybackFinished'},
    ];
    await this.ari
      .request('PUT', `/applications/${watched}/eventFilter`, {}, {allowed})
      .catch((error: unknown) =>
        this.#options.log.warn({err: error}, 'Asterisk sends more events than needed'),
      );
  }
}

/** How a bridge reaches it. */
function accessTo({ari, media, sip}: AsteriskSetting): AsteriskAccess {
  return {...ari, app: application, ...(media !== undefined && {media}), ...(sip !== undefined && {sip})};
}
