import {randomUUID} from 'node:crypto';
import {BridgePool, LivekitSipBridge, RtcBridge, type LiveKitAccess, type RoomBridge} from '@sidetone/bridge';
import {identityOf, shortId} from '../calls/call-entry.js';
import {nameOf} from '../calls/phone-name.js';
import {readMappingId} from '../mappings/mapping.js';
import {numberLanguages} from '../rooms/number-languages.js';
import type {Part, RunningPart} from '../serve.js';
import type {Services} from '../services.js';
import type {Settings} from '../settings/table.js';
import type {IvrRules} from '../ivr/state.js';
import {Asterisk} from './asterisk.js';
import {PinRules} from '../livekit/pin-rules.js';
import {writings} from './config/dialplan.js';
import {LeaseStore} from './lease/lease-store.js';
import {measureTrunks} from '../trunks/measures.js';
import {measureServers} from './measures.js';
import {keepRegistrations} from './registrations.js';
import {shutDown} from './shut-down.js';

/** Brought in again so often in a row when the bridge fails; each time after twice the pause. */
const maxReturns = 5;

interface AsteriskPartOptions {
  /** Made from the settings when left out. */
  bridge?: RoomBridge;
  /** ms that the lease of an Asterisk lasts without being renewed. */
  ttl?: number;
}

/** The control of the Asterisk servers: callers in the IVR and in rooms, registrations elsewhere. */
export function asteriskPart({bridge: given, ttl}: AsteriskPartOptions = {}): Part {
  return {
    name: 'asterisk',
    start: async (services) => start(services, given ?? bridgeOf(services), ttl),
  };
}

function start(services: Services, bridge: RoomBridge, ttl?: number): RunningPart {
  const {settings, database, mappings, pins, rooms, phones, routing, outbound, log} = services;
  const holder = randomUUID();
  const leases = new LeaseStore(database.queries);
  const servers = settings.ASTERISK.map(
    (setting) =>
      new Asterisk({
        setting,
        holder,
        leases,
        log,
        ...(ttl !== undefined && {ttl}),
        context: {
          store: phones.store,
          pins,
          commands: phones.commands,
          bridge,
          inbound: routing.inbound,
          outbound,
          isSilent: (callId) => services.unanswered.has(callId),
          ensureRoom: async (room, actor) => {
            const language = settings.ROOM_TELEPHONY_DEFAULT_LANGUAGE;
            return (await rooms.create(room, {language}, actor)).room;
          },
          lanes: services.lanes,
          statusOf: async (room) => (await rooms.get(room)).status,
          silence: settings.CALL_SILENCE_LIMIT,
          open: settings.ROOM_TELEPHONY_ENABLED,
          prompts: settings.ROOM_TELEPHONY_PROMPTS,
          moment: () => ({now: services.clock(), rules: rulesOf(settings)}),
          languagesOf: (called) => numberLanguages(called, settings),
          nameOf: (caller) => nameOf(caller, settings),
          shownNumber: phones.numbers.number,
          ownerOf: async (endpoint) => {
            const key = readMappingId(endpoint);
            return key && (await mappings.find(key))?.userId;
          },
        },
        onReady: (ari, signal) =>
          void keepRegistrations({
            ari,
            asteriskId: setting.id,
            mappings,
            trunks: services.trunks,
            queries: database.queries,
            settings,
            log,
            signal,
          }),
      }),
  );
  services.lanes.onOpen = async ({callid}, room) =>
    bridge.expect?.({id: shortId(callid), identity: identityOf(callid), name: 'Phone', room});
  const doors = PinRules.from(bridge, rooms);
  if (doors) services.webhooks.onRoom = (room) => doors.follow(room);
  measureServers(servers, services.metrics.registry);
  measureTrunks(services.trunks, services.metrics.registry);
  return {
    stop: (signal) => shutDown({servers, bridge, signal, log}),
  };
}

/** In this process, in others on this machine, or elsewhere: as the settings say. */
function bridgeOf({settings}: Services): RoomBridge {
  const {LIVEKIT_URL: url, LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret} = settings;
  const {BRIDGE_URLS: workers, BRIDGE_WORKERS: children, BRIDGE_TOKEN: token} = settings;
  if (workers.length) return new BridgePool({workers, token: token ?? ''});
  const livekit = {url: url ?? '', apiKey: apiKey ?? '', apiSecret: apiSecret ?? ''};
  if (settings.BRIDGE === 'livekit-sip') return livekitSip(settings, livekit);
  return children ? new BridgePool({children, livekit}) : new RtcBridge(livekit);
}

/** It is told what to do by HTTP. */
function livekitSip(settings: Settings, access: LiveKitAccess): LivekitSipBridge {
  const account = (user: string, password = '') => ({user, password});
  const {ROOM_TELEPHONY_PHONE_NUMBER: numbers, ROOM_TELEPHONY_DEFAULT_COUNTRY: country} = settings;
  return new LivekitSipBridge({
    livekit: {...access, url: settings.LIVEKIT_API_URL ?? access.url},
    outbound: account(settings.LIVEKIT_SIP_USER, settings.LIVEKIT_SIP_PASSWORD),
    inbound: {
      account: account(settings.LIVEKIT_SIP_INBOUND_USER, settings.LIVEKIT_SIP_INBOUND_PASSWORD),
      numbers: [...new Set(numbers.flatMap((number) => writings(number, country)))],
    },
  });
}

function rulesOf(settings: Settings): IvrRules {
  return {
    pinLength: settings.ROOM_TELEPHONY_PIN_LENGTH,
    maxAttempts: settings.ROOM_TELEPHONY_PIN_MAX_RETRIES,
    firstDigit: settings.ROOM_TELEPHONY_FIRST_DIGIT,
    interDigit: settings.ROOM_TELEPHONY_INTER_DIGIT,
    total: settings.ROOM_TELEPHONY_TIME_LIMIT,
    waiting: settings.ROOM_TELEPHONY_WAITING,
    ringing: settings.DIAL_OUT_RINGING,
    ...(settings.HEP_LISTEN && {trunkSilence: settings.TRUNK_SILENCE}),
    longest: settings.CALL_LENGTH_LIMIT,
    maxReturns,
  };
}
