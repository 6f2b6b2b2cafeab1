import {sql} from 'drizzle-orm';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Queries} from '../database/database.js';
import {sipUserMappings} from '../database/schema.js';
import type {Logger} from '../log/logger.js';
import type {Mapping} from '../mappings/mapping.js';
import type {Mappings} from '../mappings/mappings.js';
import {expiry} from '../mappings/expiry.js';
import {needsOutboundRegistration} from '../mappings/sip-access.js';
import {currentProviderId, providerId, providerRegistration} from '../realtime/rows.js';
import type {Settings} from '../settings/table.js';
import {trunkIdentify, trunkRegistration} from '../trunks/rows.js';
import type {Trunk} from '../trunks/trunk.js';
import type {Trunks} from '../trunks/trunks.js';
import type {Ari, PjsipFields} from './ari/rest.js';
import {firstLive} from './lease/first-live.js';
import {PushedObjects, type ObjectKey} from './pushed-objects.js';

/** What Asterisk did not take is tried again after so long, ms: a domain that is not in DNS may be there then. */
const pause = 60_000;

interface RegistrationsOptions {
  ari: Ari;
  /** Of the Asterisk, among the settings. */
  asteriskId: string;
  mappings: Mappings;
  trunks: Trunks;
  queries: Queries;
  settings: Settings;
  log: Logger;
  /** Ends it: another gateway is in charge, or Asterisk has restarted and everything begins anew. */
  signal: AbortSignal;
  /** ms between looks at the table. */
  interval?: number;
}

/**
 * Registrations elsewhere, of trunks and of `udp`, `tcp` and `tls` mappings, put into Asterisk's memory and kept as the tables
 * say. (Asterisk itself would read them at its start only.) One Asterisk registers, of all that are looked after and reached: the first.
 */
export async function keepRegistrations(options: RegistrationsOptions): Promise<void> {
  const {signal, log, queries, trunks, settings, asteriskId, interval = 1000} = options;
  const objects = new PushedObjects(queries, asteriskId);
  const pushed = new Map<string, string>();
  let seen: string | undefined;
  let again = Infinity;
  while (!signal.aborted) {
    try {
      const first = await firstLive(queries, settings.ASTERISK, {reached: asteriskId});
      const registers = first === asteriskId;
      const now = JSON.stringify([registers, await trunks.fingerprint(), await fingerprint(queries)]);
      if (now !== seen || performance.now() >= again) {
        const whole = await bringAbout(options, objects, {registers, pushed});
        again = whole ? Infinity : performance.now() + pause;
        seen = now;
      }
    } catch (error) {
      if (!signal.aborted) log.warn({err: error}, 'registrations could not be brought up to date');
    }
    await sleep(interval, undefined, {signal}).catch(() => undefined);
  }
}

/** Changes with every change of the table, also one made by hand. */
async function fingerprint(queries: Queries): Promise<string> {
  const [row] = await queries
    .select({
      text: sql<string>`count(*) || ':' || coalesce(sum(hashtextextended(${sipUserMappings}::text, 0)), 0)`,
    })
    .from(sipUserMappings);
  return row?.text ?? '';
}

interface Wanted extends ObjectKey {
  fields: PjsipFields;
}

/** Resolves with whether Asterisk took everything. */
async function bringAbout(
  {ari, mappings, trunks, settings, log, signal}: RegistrationsOptions,
  objects: PushedObjects,
  {registers, pushed}: {registers: boolean; pushed: Map<string, string>},
): Promise<boolean> {
  const wanted = [
    ...mappingObjects(await mappings.all(), settings),
    ...trunkObjects(
      (await trunks.list()).map(({trunk}) => trunk),
      settings,
    ),
  ].filter(({type}) => registers || type !== 'registration');
  const keys = new Set(wanted.map(keyOf));
  const there = await objects.all();
  for (const object of there.filter((object) => !keys.has(keyOf(object)))) {
    if (signal.aborted) return false;
    await ari.remove(object.type, object.id);
    await objects.forget(object);
    pushed.delete(keyOf(object));
  }
  const noted = new Set(there.map(keyOf));
  await objects.note(wanted.filter((object) => !noted.has(keyOf(object))));
  let whole = true;
  for (const one of wanted) {
    if (signal.aborted) return false;
    const text = JSON.stringify(one.fields);
    const before = pushed.get(keyOf(one));
    if (before === text) continue;
    try {
      // Asterisk would keep the registration as it is when only its password is new, also one that was refused.
      if (before !== undefined) await ari.remove(one.type, one.id);
      pushed.delete(keyOf(one));
      await ari.push(one.type, one.id, one.fields);
      pushed.set(keyOf(one), text);
      log.info({object: one.id, type: one.type}, 'Asterisk was told of a provider');
    } catch (error) {
      // One that it does not take keeps it from none of the others.
      whole = false;
      if (!signal.aborted)
        log.warn({err: error, object: one.id, type: one.type}, 'Asterisk did not take a provider');
    }
  }
  return whole;
}

const keyOf = ({type, id}: ObjectKey) => JSON.stringify([type, id]);

/** Registrations; and, when Contact is not to be relied on, by which address a provider is known. */
function mappingObjects(all: readonly Mapping[], settings: Settings): Wanted[] {
  const registered = all.filter((mapping) => needsOutboundRegistration(mapping, settings));
  const objects = registered.map((mapping): Wanted => ({
    type: 'registration',
    id: providerId(mapping),
    fields: registration(mapping, settings),
  }));
  if (!settings['modules.sip.dialog-ignore-contact-field']) return objects;
  const hosts = new Map(registered.map((mapping) => [mapping.sipHost, mapping]));
  for (const [host, mapping] of hosts)
    objects.push({
      type: 'identify',
      id: `sidetone-${host}`,
      fields: {endpoint: currentProviderId(mapping), match: host},
    });
  return objects;
}

/** Calls are known by their registration; those of trunks without one, by where they come from: the first trunk at an address has them. */
function trunkObjects(trunks: readonly Trunk[], settings: Settings): Wanted[] {
  const registered = trunks.filter(({register}) => register);
  const hosts = new Map([...trunks].reverse().map((trunk) => [trunk.domain.toLowerCase(), trunk]));
  return [
    ...registered.map((trunk): Wanted => ({
      type: 'registration',
      id: `trunk-${trunk.id}`,
      fields: trunkRegistration(trunk, {
        expires: expiry(settings),
        secret: settings.REALTIME_SECRET ?? '',
      }),
    })),
    ...[...hosts].map(([host, trunk]): Wanted => ({
      type: 'identify',
      id: `trunk-${host}`,
      fields: trunkIdentify(trunk),
    })),
  ];
}

function registration(mapping: Mapping, settings: Settings): PjsipFields {
  const row = providerRegistration(mapping, currentProviderId(mapping), {expires: expiry(settings)});
  const {id: _, ...fields} = row;
  // By default Asterisk waits up to ten seconds.
  return {...fields, max_random_initial_delay: '0'};
}
