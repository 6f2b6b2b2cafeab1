import {Applications} from './auth/applications.js';
import {Sessions} from './auth/sessions.js';
import {createCallbacks, type Callbacks} from './callbacks/callbacks.js';
import {Departures} from './calls/departures.js';
import {Lanes} from './calls/lanes.js';
import {createPhones, type Phones} from './calls/phones.js';
import {openDatabase, type Database} from './database/database.js';
import {LiveKit} from './livekit/livekit.js';
import {Webhooks} from './livekit/webhooks.js';
import {createLogger, type Logger} from './log/logger.js';
import {Autocreate} from './mappings/autocreate.js';
import {Credentials} from './mappings/credentials.js';
import {Mappings} from './mappings/mappings.js';
import {SipAccessService} from './mappings/sip-access.js';
import {createMetrics, type Metrics} from './metrics.js';
import {createNextcloud, type Nextcloud} from './nextcloud/nextcloud.js';
import {createOpenTok, type OpenTok} from './opentok/opentok.js';
import {pinPolicy} from './pins/policy.js';
import {PinResolver} from './pins/resolve-pin.js';
import {Realtime} from './realtime/realtime.js';
import {Participants} from './rooms/participants.js';
import {PinMaker} from './rooms/pin-maker.js';
import {Rooms} from './rooms/rooms.js';
import {createRouting, type Routing} from './routing/routing.js';
import {deriveKeys} from './secrets/keys.js';
import {Vault} from './secrets/vault.js';
import {SipFeed} from './sip/feed.js';
import {UnansweredInvites} from './sip/unanswered-invites.js';
import type {Settings} from './settings/table.js';
import {CallerIds} from './routing/caller-ids.js';
import {createOutbound} from './trunks/create-outbound.js';
import type {Outbound} from './trunks/outbound.js';
import {Trunks} from './trunks/trunks.js';

/** Everything that routes, the Asterisk side and the command line stand on. */
export interface Services {
  settings: Settings;
  log: Logger;
  metrics: Metrics;
  database: Database;
  vault: Vault;
  sessions: Sessions;
  applications: Applications;
  mappings: Mappings;
  autocreate: Autocreate;
  credentials: Credentials;
  sipAccess: SipAccessService;
  realtime: Realtime;
  rooms: Rooms;
  participants: Participants;
  pins: PinResolver;
  phones: Phones;
  /** Ways into a room for calls that are transferred. */
  lanes: Lanes;
  /** Whose calls end when they leave their room. */
  departures: Departures;
  /** Providers of telephone numbers. */
  trunks: Trunks;
  callerIds: CallerIds;
  /** By which trunk numbers are called. */
  outbound: Outbound;
  /** Where calls go that trunks bring. */
  routing: Routing;
  /** Who is told of calls by HTTP. */
  callbacks: Callbacks;
  opentok: OpenTok;
  nextcloud: Nextcloud;
  /** What the Asterisk servers report of SIP. */
  sip: SipFeed;
  /** INVITEs that nothing has come back for. */
  unanswered: UnansweredInvites;
  /** `undefined` when none is configured. */
  livekit: LiveKit | undefined;
  webhooks: Webhooks;
  /** ms since 1970. */
  clock: () => number;
  /** `draining`: the gateway is going down, and should be given nothing new. */
  lifecycle: {draining: boolean};
}

interface ServiceOptions {
  database?: Database;
  log?: Logger;
  clock?: () => number;
}

/** Opens the database, unless one is given, and puts the parts together. The schema is as it was: see `database.migrate`. */
export async function createServices(settings: Settings, options: ServiceOptions = {}): Promise<Services> {
  const {clock = Date.now, log = createLogger(settings.LOG_LEVEL)} = options;
  const database = options.database ?? (await openConfigured(settings, log));
  const {queries} = database;
  const keys = deriveKeys(settings);
  const vault = new Vault(keys.encryption);
  const metrics = createMetrics();
  const pinMaker = new PinMaker(keys.pin, settings.ROOM_TELEPHONY_PIN_LENGTH);
  const mappings = new Mappings({queries, vault, log});
  const credentials = new Credentials({
    queries,
    key: keys.credential,
    life: settings.CREDENTIAL_LIFE,
    realm: settings.SIP_DOMAINS[0]!,
    clock,
  });
  const rooms = new Rooms({queries, vault, pins: pinMaker});
  const trunks = new Trunks({queries, vault, clock});
  const callerIds = new CallerIds(queries);
  const outbound = createOutbound({settings, queries, trunks, callerIds, metrics, log, clock});
  const callbacks = createCallbacks({settings, queries, vault});
  const lifecycle = {draining: false};
  const phones = createPhones({
    settings,
    queries,
    vault,
    mappings,
    rooms,
    outbound,
    callbacks: callbacks.queue,
    lifecycle,
    log,
    clock,
  });
  const livekit = LiveKit.from(settings);
  const {commands} = phones;
  const departures = new Departures({queries, commands, livekit, grace: settings.OWNER_GRACE, log});
  return {
    settings,
    log,
    metrics,
    database,
    vault,
    clock,
    lifecycle,
    mappings,
    credentials,
    rooms,
    phones,
    callbacks,
    trunks,
    callerIds,
    outbound,
    routing: createRouting({settings, queries, metrics, log, clock}),
    unanswered: new UnansweredInvites(),
    sip: new SipFeed({
      asterisks: settings.ASTERISK,
      realtimeSecret: settings.REALTIME_SECRET ?? '',
      packets: metrics.sipPackets,
      log,
    }),
    nextcloud: createNextcloud({settings, queries, rooms, ...phones}),
    opentok: createOpenTok({settings, queries, vault, rooms, clock, ...phones}),
    sessions: new Sessions(keys.session, settings.SESSION_LIFE, clock),
    applications: new Applications(settings, clock),
    autocreate: new Autocreate(settings, mappings),
    sipAccess: new SipAccessService(settings, mappings, credentials),
    realtime: new Realtime({settings, trunks, dials: phones.store, vault, mappings, credentials, clock}),
    participants: new Participants({queries, pins: pinMaker}),
    pins: new PinResolver({
      queries,
      pins: pinMaker,
      key: keys.pin,
      policy: pinPolicy(settings),
      phoneFirst: settings.ROOM_TELEPHONY_PHONE_FIRST,
      metrics,
    }),
    livekit,
    lanes: new Lanes({queries, key: keys.session, clock, log}),
    departures,
    webhooks: new Webhooks({
      queries,
      rooms,
      statuses: phones.statuses,
      departures,
      tolerance: settings.WEBHOOK_TOLERANCE,
      clock,
    }),
  };
}

function openConfigured(settings: Settings, log: Logger): Promise<Database> {
  return openDatabase({
    url: settings.DATABASE_URL,
    folder: settings.DATABASE_FOLDER,
    listen: settings.DATABASE_LISTEN,
    pool: settings.DATABASE_POOL,
    onConnectionLost: (error) => log.warn({err: error}, 'a connection to the database was lost'),
  });
}
