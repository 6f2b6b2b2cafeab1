import type {Queries} from '../database/database.js';
import type {Vault} from '../secrets/vault.js';
import type {Settings} from '../settings/table.js';
import {Addresses} from '../webhooks/addresses.js';
import {CallbackEndpoints} from './endpoints.js';
import {CallbackQueue} from './queue.js';

/** Who is told of calls, and what waits to be told. */
export interface Callbacks {
  endpoints: CallbackEndpoints;
  queue: CallbackQueue;
}

interface CallbacksOptions {
  settings: Settings;
  queries: Queries;
  vault: Vault;
}

export function createCallbacks({settings, queries, vault}: CallbacksOptions): Callbacks {
  const addresses = new Addresses(settings.WEBHOOK_PRIVATE_ADDRESSES);
  return {
    endpoints: new CallbackEndpoints({queries, vault, addresses}),
    queue: new CallbackQueue({queries, life: settings.CALLBACK_GIVE_UP}),
  };
}
