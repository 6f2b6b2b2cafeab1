import {eq, sql} from 'drizzle-orm';
import type {Counter} from 'prom-client';
import {callerNumber, printable} from '../calls/caller-number.js';
import type {Queries} from '../database/database.js';
import type {Hangup} from '../ivr/state.js';
import type {Logger} from '../log/logger.js';
import type {CallerIds} from '../routing/caller-ids.js';
import type {Settings} from '../settings/table.js';
import {backOff} from './back-off.js';
import type {OutboundRequest, OutboundRoute} from './outbound-route.js';
import type {OutboundWebhook} from './outbound-webhook.js';
import {sipTrunks} from './tables.js';
import {trunkEndpointId, type Trunk} from './trunk.js';
import type {Trunks, TrunkState} from './trunks.js';

interface OutboundOptions {
  settings: Settings;
  queries: Queries;
  trunks: Trunks;
  callerIds: CallerIds;
  /** Asked which trunk it shall be. */
  webhook: OutboundWebhook | undefined;
  failures: Counter<'trunk'>;
  log: Logger;
  /** ms since 1970. */
  clock: () => number;
}

interface Candidate {
  trunk: Trunk;
  state: TrunkState;
}

/** Which trunk calls a number, and what came of it: every gateway knows of a trunk that failed. */
export class Outbound {
  constructor(private readonly options: OutboundOptions) {}

  /** Whether numbers can be called at all. */
  async available(): Promise<boolean> {
    const {settings, trunks} = this.options;
    if (settings.DIAL_OUT_ENDPOINT !== undefined) return true;
    return (await trunks.list()).some(({trunk}) => trunk.canTerminate);
  }

  /** The first that is available, or the one that the webhook names. When all have failed, the one whose rest ends soonest is tried. */
  async choose(request: OutboundRequest): Promise<OutboundRoute> {
    const all = (await this.options.trunks.list()).filter(({trunk}) => trunk.canTerminate);
    if (!all.length) return this.#operatorsOwn(request);
    const left = all.filter(({trunk}) => !request.tried.includes(trunk.id));
    const available = left.filter(({state}) => state.available).map(({trunk}) => trunk);
    const trunk = available.length ? await this.#pick(available, request) : lastResort(left, request);
    if (!trunk) return {kind: 'none', detail: `none of ${all.length} trunks is available`};
    const {settings, callerIds} = this.options;
    const number = trunk.username || callerNumber(settings);
    const callerId = await callerIds.of(request.room, request.client, number);
    const endpoint = `PJSIP/${request.number}@${trunkEndpointId(trunk)}`;
    return {kind: 'trunk', trunk: trunk.id, endpoint, callerId};
  }

  /** What came of a try. */
  async report(trunk: string, outcome: Hangup | 'worked'): Promise<void> {
    const {queries, settings, failures, log, clock} = this.options;
    if (outcome === 'worked') return this.#worked(trunk);
    failures.inc({trunk});
    await queries.transaction(async (transaction) => {
      const [row] = await transaction.select().from(sipTrunks).where(eq(sipTrunks.id, trunk)).for('update');
      if (!row) return;
      const lastError = describe(outcome);
      const error = {lastError, lastErrorAt: sql`now()`};
      const own = eq(sipTrunks.id, trunk);
      // Calls that were under way by it when it failed say nothing new.
      if (row.retryAt && row.retryAt.getTime() > clock())
        return void (await transaction.update(sipTrunks).set(error).where(own));
      const rest = backOff(row.failures + 1, {
        first: settings.TRUNK_REST_FIRST,
        longest: settings.TRUNK_REST_LONGEST,
      });
      log.warn({trunk, why: lastError, rest}, 'a trunk failed');
      const retryAt = new Date(clock() + rest);
      await transaction
        .update(sipTrunks)
        .set({failures: row.failures + 1, retryAt, ...error})
        .where(own);
    });
  }

  async #worked(trunk: string): Promise<void> {
    await this.options.queries
      .update(sipTrunks)
      .set({failures: 0, retryAt: null})
      .where(sql`${sipTrunks.id} = ${trunk} and ${sipTrunks.failures} > 0`);
  }

  async #pick(available: readonly Trunk[], request: OutboundRequest): Promise<Trunk | undefined> {
    const {webhook, log} = this.options;
    const [first] = available;
    if (!webhook) return first;
    const chosen = await webhook.choose(available, request);
    if (chosen.trunk) return chosen.trunk;
    log.warn({why: chosen.why}, 'the outbound webhook named no trunk: the first is taken');
    return first;
  }

  /** Where no trunk was made: the one that the operator has in Asterisk's own configuration. */
  #operatorsOwn({number, room, tried}: OutboundRequest): OutboundRoute {
    const {settings} = this.options;
    const {DIAL_OUT_ENDPOINT: trunk} = settings;
    if (trunk === undefined || tried.includes(trunk)) return {kind: 'none', detail: 'there is no trunk'};
    const callerId = {number: callerNumber(settings), name: printable(room)};
    return {kind: 'trunk', trunk, endpoint: `PJSIP/${number}@${trunk}`, callerId};
  }
}

/** For a call that has tried nothing yet: better a trunk that may have come back than none. */
function lastResort(left: readonly Candidate[], {tried}: OutboundRequest): Trunk | undefined {
  if (tried.length) return undefined;
  const restingUntil = ({state}: Candidate) => state.retryAt?.getTime() ?? 0;
  return [...left].sort((one, other) => restingUntil(one) - restingUntil(other))[0]?.trunk;
}

const describe = ({code, cause}: Hangup) =>
  code ? `SIP ${code}` : cause === undefined ? 'no answer' : `Q.850 ${cause}`;
