import type {AddressInfo} from 'node:net';
import {forgetRecords} from './audit/records.js';
import {inMemory, isInMemory} from './database/in-memory.js';
import {createApp} from './http/app.js';
import {createServices, type Services} from './services.js';
import type {Logger} from './log/logger.js';
import type {Settings} from './settings/table.js';

/** Something that runs beside the HTTP API: the control of the Asterisk servers, a queue of callbacks. */
export interface Part {
  name: string;
  start(services: Services): Promise<RunningPart>;
}

export interface RunningPart {
  /** Takes nothing new on, lets what it has end, and resolves when it has; at `signal` it hurries. */
  stop(signal: AbortSignal): Promise<void>;
}

/** A gateway that runs. */
export interface RunningGateway {
  /** `http://127.0.0.1:3000` */
  url: string;
  services: Services;
  /** Ends it: calls first, for as long as `SHUTDOWN_GRACE` allows, then HTTP, then the database. */
  close(): Promise<void>;
}

const housekeepingInterval = 60_000;

/** Brings a gateway up: schema, parts, HTTP. Rejects, with everything closed again, when one of them fails. */
export async function serve(settings: Settings, parts: readonly Part[] = []): Promise<RunningGateway> {
  const services = await createServices(settings);
  const {database, log} = services;
  if (isInMemory(settings)) log.warn(`${inMemory.says} ${inMemory.remedy}`);
  const running: RunningPart[] = [];
  const closers: (() => Promise<unknown>)[] = [() => database.close()];
  const close = async () => {
    services.lifecycle.draining = true;
    for (const closer of closers.splice(0).reverse()) {
      try {
        await closer();
      } catch (error) {
        log.error({err: error}, 'a part did not end well');
      }
    }
  };
  try {
    await database.migrate();
    await services.mappings.sealAll();
    const timer = setInterval(() => void tidy(services), housekeepingInterval);
    closers.push(async () => clearInterval(timer));
    const app = await createApp(services);
    closers.push(() => app.close());
    // First of all, while requests for the calls that still live are answered.
    closers.push(() => stopAll(running, settings.SHUTDOWN_GRACE, log));
    for (const part of parts) {
      running.push(await part.start(services));
      log.info({part: part.name}, 'a part has started');
    }
    await app.listen({host: settings.HOST, port: settings.PORT});
    const {port} = app.server.address() as AddressInfo;
    const host = settings.HOST.includes(':') ? `[${settings.HOST}]` : settings.HOST;
    return {url: `http://${host}:${port}`, services, close};
  } catch (error) {
    await close();
    throw error;
  }
}

/** The last first: calls that go on are shown and told of to their ends. */
async function stopAll(parts: readonly RunningPart[], grace: number, log: Logger): Promise<void> {
  const signal = AbortSignal.timeout(grace);
  for (const part of [...parts].reverse()) {
    try {
      await part.stop(signal);
    } catch (error) {
      log.error({err: error}, 'a part did not end well');
    }
  }
}

/** What has to be done now and then. A failure is made up for the next time. */
async function tidy(services: Services): Promise<void> {
  const {mappings, pins, webhooks, phones, routing, nextcloud, log, database, settings, clock} = services;
  const life = settings.RECORDS_LIFE;
  try {
    await Promise.all([
      pins.forget(),
      webhooks.forget(),
      phones.statuses.forget(),
      phones.commands.forget(),
      routing.invites.forget(),
      nextcloud.requests.forget(),
      life && forgetRecords(database.queries, new Date(clock() - life)),
    ]);
    const sealed = await mappings.sealAll();
    if (sealed) log.info({mappings: sealed}, 'passwords of new mappings were encrypted');
  } catch (error) {
    log.warn({err: error}, 'housekeeping failed');
  }
}
