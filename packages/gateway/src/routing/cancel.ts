import {callbackEndpoints, callbacks} from '../callbacks/tables.js';
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
  clock: () => number;
}

/** Its endpoint among those of callbacks: of no project, so that it gets nothing else. */
const endpointId = 'sip-inbound-cancel';
const purpose = 'callback_endpoints.secret';
/** ms: as long as callbacks are tried. */
const life = 24 * 3_600_000;

/** Tells the application that was asked about a call that the caller has given up. */
export class CancelWebhook {
  constructor(private readonly options: CancelWebhookOptions) {}

  /** Within the transaction in which the call ends: no gateway that dies leaves it out, none does it twice. */
  async givenUp(transaction: Queries, call: GivenUp): Promise<void> {
    const {settings, vault, clock} = this.options;
    const {SIP_INBOUND_CANCEL_WEBHOOK_URL: url, SIP_WEBHOOK_SECRET: given} = settings;
    const headers = await takeAsked(transaction, call);
    if (!headers || url === undefined) return;
    const endpoint = {url, secret: vault.seal(given ?? newSecret(), purpose)};
    await transaction
      .insert(callbackEndpoints)
      .values({id: endpointId, project: endpointId, ...endpoint})
      .onConflictDoUpdate({target: callbackEndpoints.id, set: endpoint});
    await transaction.insert(callbacks).values({
      endpointId,
      lane: call.callId,
      type: 'inbound.cancelled',
      body: JSON.stringify({headers}),
      giveUpAt: new Date(clock() + life),
    });
  }
}
