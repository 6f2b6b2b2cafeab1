import {afterEach, beforeEach, expect, vi} from 'vitest';
import {callbacksPart} from '../callbacks/part.js';
import {callbacks} from '../callbacks/tables.js';
import type {Database} from '../database/database.js';
import type {RunningPart} from '../serve.js';
import {CallbackReceiver} from './callback-receiver.js';
import {createTestGateway, type TestGateway} from './services.js';

export const patient = {timeout: 60_000, interval: 20};
const ready = {
  WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8',
  CALLBACK_RETRY_FIRST: '20ms',
  CALLBACK_RETRY_LONGEST: '100ms',
  CALLBACK_TIMEOUT: '5s',
};

export const upTo = (count: number) => Array.from({length: count}, (_, index) => index);

/** Gateways that send callbacks of one database, and an application that gets them: anew for each test. */
export class CallbackGateways {
  receiver!: CallbackReceiver;
  readonly #running: {gateway: TestGateway; part: RunningPart}[] = [];

  /** Where tests are defined. */
  constructor(private readonly database: () => Database) {
    beforeEach(async () => {
      this.receiver = await CallbackReceiver.start();
    });
    afterEach(async () => {
      await this.receiver.goAway();
      for (const {gateway, part} of this.#running.splice(0)) {
        await part.stop(AbortSignal.timeout(50));
        await gateway.close();
      }
    });
  }

  async start(settings: Record<string, string> = {}): Promise<TestGateway> {
    const gateway = await createTestGateway(this.database(), {...ready, ...settings});
    this.#running.push({gateway, part: await callbacksPart.start(gateway.services)});
    return gateway;
  }

  /** Ends the gateway that was started last; requests under way until `signal` aborts. */
  async stop(signal: AbortSignal): Promise<void> {
    const {gateway, part} = this.#running.pop()!;
    await part.stop(signal);
    await gateway.close();
  }

  listen({services}: TestGateway, path = '/calls') {
    return services.callbacks.endpoints.add(this.receiver.url + path, 'operator');
  }

  /** Puts so many callbacks of a call into the queue, numbered on from `from`. */
  async enqueue(
    {services}: TestGateway,
    endpointId: string,
    lane: string,
    count: number,
    from = 0,
  ): Promise<void> {
    const {queue} = services.callbacks;
    await services.database.queries.transaction((transaction) =>
      queue.enqueue(
        transaction,
        upTo(count).map((index) => ({
          endpointId,
          lane,
          type: 'test',
          body: JSON.stringify({lane, number: from + index}),
        })),
      ),
    );
    queue.nudge();
  }

  /** Those of a call that arrived. */
  numbersOf(lane: string): unknown[] {
    return this.receiver.taken.filter(({body}) => body['lane'] === lane).map(({body}) => body['number']);
  }

  /** What has not arrived. */
  left() {
    return this.database().queries.select().from(callbacks);
  }

  /** Resolves when all has arrived. */
  async quiet(): Promise<void> {
    await vi.waitFor(async () => expect(await this.left()).toEqual([]), patient);
  }
}
