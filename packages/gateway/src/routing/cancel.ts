import {secretPurpose} from '../callbacks/endpoints.js';
import type {CallbackQueue} from '../callbacks/queue.js';
import {callbackEndpoints} from '../callbacks/tables.js';
import type {Queries} from '../database/database.js';
import type {Vault} from '../secrets/vault.js';
import type {Settings} from '../settings/table.js';
import {newSecret} from '../webhooks/signature.js';
import {takeAsked} from './invites.js';

/** A caller who gave up before the call was answered. */
export interface GivenUp {
  callId: string;
  asteriskId: string;
  /** As the dialplan passes it on. */
  sipCallId: string;
}

interface CancelWebhookOptions {
  settings: Settings;
  vault: Vault;
  callbacks: Pick<CallbackQueue, 'enqueue'>;
}

/** Its endpoint among those of callbacks: of no project, so that it gets nothing else. */
const endpointId = 'sip-inbound-cancel';

/** Tells the application that was asked about a call that the caller has given up. */
export class CancelWebhook {
  constructor(private readonly options: CancelWebhookOptions) {}

  /** Within the transaction in which the call ends: no gateway that dies leaves it out, none does it twice. */
  async givenUp(transaction: Queries, call: GivenUp): Promise<void> {
    const {settings, vault, callbacks} = this.options;
    const {SIP_INBOUND_CANCEL_WEBHOOK_URL: url, SIP_WEBHOOK_SECRET: given} = settings;
    const headers = await takeAsked(transaction, call);
    if (!headers || url === undefined) return;
    const endpoint = {url, secret: vault.seal(given ?? newSecret(), secretPurpose)};
    await transaction
      .insert(callbackEndpoints)
      .values({id: endpointId, project: endpointId, ...endpoint})
      .onConflictDoUpdate({target: callbackEndpoints.id, set: endpoint});
    const body = JSON.stringify({headers});
    await callbacks.enqueue(transaction, [{endpointId, lane: call.callId, type: 'inbound.cancelled', body}]);
  }
}
