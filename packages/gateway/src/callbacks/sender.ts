import {setTimeout as sleep} from 'node:timers/promises';
import type {Logger} from '../log/logger.js';
import type {Vault} from '../secrets/vault.js';
import {backOff} from '../trunks/back-off.js';
import type {WebhookClient, WebhookFailure} from '../webhooks/client.js';
import {signed} from '../webhooks/signature.js';
import type {Deliveries, Delivery} from './deliveries.js';
import {secretPurpose} from './endpoints.js';

/** How often this gateway looks for what is due again, or was left by another, ms: of its own news it is told. */
const interval = 500;
/** After the database could not be asked, ms. */
const pause = 1000;
/** How often it says that it lives, ms: a few times before others would take what it has. */
const sign = 1000;
/**
 * Requests at once: of all, and of one endpoint. One where nobody is there gets one request. So many endpoints that hang leave enough to the
 * others until their time is over.
 */
const limits = {all: 256, perEndpoint: 8} as const;
/** What load balancers say of a server that is away. */
const awayStatuses = new Set([502, 503, 504]);

const isSuccess = (status = 0) => status >= 200 && status < 300;

interface SenderOptions {
  deliveries: Deliveries;
  client: Pick<WebhookClient, 'post'>;
  vault: Vault;
  /** Between two attempts, ms: twice as long each time. */
  retry: {first: number; longest: number};
  clock: () => number;
  log: Logger;
  /** Told of each try. */
  onOutcome(why: 'sent' | WebhookFailure['why']): void;
}

interface Outcome {
  delivery: Delivery;
  /** Left out: it has arrived. */
  failure?: WebhookFailure;
}

/**
 * Sends what waits in the queue. One loop speaks with the database, and never waits for a receiver: what came of each request
 * is written the next time round, in one go, before anything new is taken.
 */
export class CallbackSender {
  readonly #underWay = new Set<Promise<void>>();
  #done: Outcome[] = [];
  /** What came of it is written, or not under way: so many more may be taken. */
  #taken = 0;
  #wake = new AbortController();
  #signedAt = 0;

  constructor(private readonly options: SenderOptions) {}

  /** Something may be waiting. */
  nudge(): void {
    this.#wake.abort();
  }

  /** Sends until `stop` aborts; then it lets what is under way end, until `hurry` does. */
  async run(stop: AbortSignal, hurry: AbortSignal): Promise<void> {
    const {deliveries, log} = this.options;
    stop.addEventListener('abort', () => this.nudge(), {once: true});
    hurry.addEventListener('abort', () => this.nudge(), {once: true});
    while (!stop.aborted || (this.#underWay.size && !hurry.aborted)) {
      this.#wake = new AbortController();
      const wake = this.#wake.signal;
      try {
        await this.#round({taking: !stop.aborted, hurry});
      } catch (error) {
        log.warn({err: error}, 'callbacks could not be taken from the queue');
        await sleep(pause, undefined, {signal: stop}).catch(() => undefined);
      }
      if (!this.#done.length) await sleep(interval, undefined, {signal: wake}).catch(() => undefined);
    }
    await Promise.all(this.#underWay);
    try {
      await this.#settle();
      await deliveries.release();
    } catch (error) {
      log.warn({err: error}, 'callbacks are left to others in a moment only');
    }
  }

  async #round({taking, hurry}: {taking: boolean; hurry: AbortSignal}): Promise<void> {
    const {deliveries} = this.options;
    await this.#settle();
    if (this.#taken && performance.now() - this.#signedAt > sign) {
      await deliveries.keep();
      this.#signedAt = performance.now();
    }
    const free = limits.all - this.#taken;
    if (!taking || free <= 0) return;
    const taken = await deliveries.take({free, perEndpoint: limits.perEndpoint});
    this.#taken += taken.length;
    for (const delivery of taken) {
      const sending = this.#send(delivery, hurry).finally(() => this.#underWay.delete(sending));
      this.#underWay.add(sending);
    }
  }

  async #send(delivery: Delivery, signal: AbortSignal): Promise<void> {
    const outcome = await this.#post(delivery, signal);
    // Broken off here: it is left to whoever takes it next.
    if (!outcome.ok && signal.aborted) return;
    this.#done.push(outcome.ok ? {delivery} : {delivery, failure: outcome});
    this.nudge();
  }

  async #post({url, secret, id, body}: Delivery, signal: AbortSignal) {
    const {vault, client, clock} = this.options;
    let headers;
    try {
      headers = signed({id, body, now: clock()}, vault.open(secret, secretPurpose));
    } catch {
      return {
        ok: false,
        why: 'wrong',
        detail: 'its secret cannot be read: see ENCRYPTION_KEYS_BEFORE',
      } as const;
    }
    const answer = await client.post(url, {body, headers, signal});
    // What else it has to say of what it took is nobody's matter.
    return !answer.ok && answer.why === 'too-large' && isSuccess(answer.status)
      ? {ok: true as const}
      : answer;
  }

  async #settle(): Promise<void> {
    const done = this.#done;
    this.#done = [];
    const failed = done.filter(({failure}) => failure);
    try {
      const arrived = done.filter(({failure}) => !failure).map(({delivery}) => delivery);
      await this.options.deliveries.arrived(arrived);
      this.#taken -= arrived.length;
      arrived.forEach(() => this.options.onOutcome('sent'));
    } catch (error) {
      this.#done.unshift(...done);
      throw error;
    }
    while (failed.length) {
      try {
        await this.#failed(failed[0]!.delivery, failed[0]!.failure!);
      } catch (error) {
        this.#done.unshift(...failed);
        throw error;
      }
      failed.shift();
      this.#taken--;
    }
  }

  async #failed(delivery: Delivery, failure: WebhookFailure): Promise<void> {
    const {deliveries, retry, log, onOutcome} = this.options;
    const {why, detail, status} = failure;
    const away = why === 'down' || why === 'slow' || awayStatuses.has(status ?? 0);
    const delay = backOff(delivery.attempts + 1, retry);
    const dead = await deliveries.failed(delivery, {error: `${why}: ${detail}`, away, delay});
    onOutcome(why);
    const said = {callback: delivery.id, call: delivery.lane, endpoint: delivery.endpointId, why: detail};
    if (dead) log.warn(said, 'a callback was given up');
    else log.info(said, 'a callback did not arrive');
  }
}
