import {sql} from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import {identity, moment} from './columns.js';

export * from '../callbacks/tables.js';
export * from '../calls/tables.js';
export * from '../nextcloud/tables.js';
export * from '../opentok/tables.js';
export * from '../routing/tables.js';
export * from '../trunks/tables.js';

/** SIP users of conference users. Operators write it by hand: every column but the first three may be left out. */
export const sipUserMappings = pgTable(
  'sip_user_mappings',
  {
    sipUser: text('sip_user').notNull(),
    /** Plain when an operator has just written it; encrypted from the first time that a gateway reads it. */
    sipPassword: text('sip_password').notNull().default(''),
    sipHost: text('sip_host').notNull(),
    sipPort: integer('sip_port').notNull().default(5060),
    sipParameters: jsonb('sip_parameters').$type<unknown>().notNull().default({transport: 'udp'}),
    sipHeaders: jsonb('sip_headers').$type<unknown>().notNull().default({}),
    /** 1: a user. */
    peerType: integer('peer_type').notNull().default(1),
    /** User ids that are numbers. */
    peerId: bigint('peer_id', {mode: 'number'}),
    /** User ids that are none. */
    peerStrId: text('peer_str_id'),
    register: boolean('register').notNull().default(true),
    canCall: boolean('can_call').notNull().default(true),
    canBeCalled: boolean('can_be_called').notNull().default(true),
  },
  (table) => [
    primaryKey({columns: [table.sipUser, table.sipHost]}),
    index('sip_user_mappings_peer_id').on(table.peerId),
    index('sip_user_mappings_peer_str_id').on(table.peerStrId),
    check('sip_user_mappings_port', sql`${table.sipPort} between 1 and 65535`),
    check(
      'sip_user_mappings_peer',
      sql`${table.peerId} is not null or coalesce(${table.peerStrId}, '') <> ''`,
    ),
  ],
);

/** What was handed out for a mapping. A higher generation makes every password of a lower one worthless. */
export const sipCredentials = pgTable(
  'sip_credentials',
  {
    sipUser: text('sip_user').notNull(),
    sipHost: text('sip_host').notNull(),
    generation: integer('generation').notNull().default(0),
    issuedAt: moment('issued_at'),
    expiresAt: moment('expires_at'),
  },
  (table) => [
    primaryKey({columns: [table.sipUser, table.sipHost]}),
    foreignKey({
      columns: [table.sipUser, table.sipHost],
      foreignColumns: [sipUserMappings.sipUser, sipUserMappings.sipHost],
    })
      .onDelete('cascade')
      .onUpdate('cascade'),
  ],
);

/** `waiting`: no session yet. `open`: LiveKit has started it. `closed`: LiveKit has finished it; its PIN leads nowhere. */
export type RoomStatus = 'waiting' | 'open' | 'closed';

export const rooms = pgTable(
  'rooms',
  {
    name: text('name').primaryKey(),
    status: text('status').$type<RoomStatus>().notNull().default('waiting'),
    language: text('language').notNull(),
    /** HMAC of the PIN: the only way from a PIN to its room. */
    pinHash: text('pin_hash').notNull(),
    /** For showing it to those who may enter. */
    pinEncrypted: text('pin_encrypted').notNull(),
    /** LiveKit's id of the running session. */
    livekitSid: text('livekit_sid'),
    /** LiveKit's id of the last finished session: its `room_started` may come late. */
    finishedSid: text('finished_sid'),
    createdAt: moment('created_at').notNull().defaultNow(),
    openedAt: moment('opened_at'),
    closedAt: moment('closed_at'),
  },
  (table) => [
    uniqueIndex('rooms_live_pin')
      .on(table.pinHash)
      .where(sql`${table.status} <> 'closed'`),
    check('rooms_status', sql`${table.status} in ('waiting', 'open', 'closed')`),
  ],
);

/** Wrong PINs by call, caller and trunk, as a level that sinks with time. Keys of callers are hashed. */
export const pinAttempts = pgTable(
  'pin_attempts',
  {
    scope: text('scope').$type<'call' | 'caller' | 'trunk'>().notNull(),
    key: text('key').notNull(),
    level: doublePrecision('level').notNull().default(0),
    lockedUntil: moment('locked_until'),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({columns: [table.scope, table.key]}),
    index('pin_attempts_updated_at').on(table.updatedAt),
  ],
);

/** Which gateway holds an Asterisk. `epoch` grows with each new holder: a write with an old one is refused. */
export const asteriskLeases = pgTable('asterisk_leases', {
  asteriskId: text('asterisk_id').primaryKey(),
  holder: text('holder').notNull(),
  epoch: bigint('epoch', {mode: 'number'}).notNull().default(1),
  expiresAt: moment('expires_at').notNull(),
  /** Its holder cannot reach it. */
  away: boolean('away').notNull().default(false),
});

/** What gateways have put into the memory of an Asterisk: whoever takes it over knows what to remove. */
export const asteriskObjects = pgTable(
  'asterisk_objects',
  {
    asteriskId: text('asterisk_id').notNull(),
    /** `registration`, `identify`. */
    type: text('type').notNull(),
    id: text('id').notNull(),
  },
  (table) => [primaryKey({columns: [table.asteriskId, table.type, table.id]})],
);

/** A telephone call, as long as it lives and afterwards. */
export const calls = pgTable(
  'calls',
  {
    id: text('id').primaryKey(),
    direction: text('direction').$type<'inbound' | 'outbound'>().notNull(),
    asteriskId: text('asterisk_id').notNull(),
    trunk: text('trunk'),
    caller: text('caller'),
    called: text('called'),
    /** The project of the dial API whose call it is. */
    project: text('project'),
    /** What the room reads of the phone. */
    name: text('name'),
    /** The conference user whose call it is: who called, or whose own phone it is. */
    owner: text('owner'),
    /** The application from which it was called, or to which its number leads. */
    application: text('application'),
    /** The call ends when its owner leaves the room. */
    endsWithOwner: boolean('ends_with_owner').notNull().default(false),
    room: text('room').references(() => rooms.name, {onDelete: 'set null', onUpdate: 'cascade'}),
    /** Core's `CallStatus` and `CallCause`. */
    status: text('status').notNull(),
    cause: text('cause'),
    code: integer('code'),
    message: text('message'),
    /** Which way the phone is silent: core's `LegMute`. */
    muted: text('muted').notNull().default('none'),
    /** Where the phone is, in the dialogue or in its room; digits typed so far are encrypted. */
    ivr: jsonb('ivr').$type<unknown>(),
    /** Grows with every change: an event is handled by whoever changes the revision that it saw. */
    revision: integer('revision').notNull().default(0),
    createdAt: moment('created_at').notNull().defaultNow(),
    answeredAt: moment('answered_at'),
    /** First in its present room. */
    connectedAt: moment('connected_at'),
    endedAt: moment('ended_at'),
  },
  (table) => [
    index('calls_live')
      .on(table.asteriskId)
      .where(sql`${table.endedAt} is null`),
    index('calls_room').on(table.room, table.createdAt),
  ],
);

/** One side of a call: a channel of Asterisk, and what it is bridged to. */
export const legs = pgTable(
  'legs',
  {
    id: text('id').primaryKey(),
    callId: text('call_id')
      .notNull()
      .references(() => calls.id, {onDelete: 'cascade'}),
    /** `phone`: the caller's channel. `room`: the bridge's media channel. */
    kind: text('kind').notNull(),
    channelId: text('channel_id').notNull(),
    bridgeId: text('bridge_id'),
    /** Participant identity in the room. */
    identity: text('identity'),
    state: jsonb('state').$type<unknown>(),
    createdAt: moment('created_at').notNull().defaultNow(),
    endedAt: moment('ended_at'),
  },
  (table) => [index('legs_call').on(table.callId), index('legs_channel').on(table.channelId)],
);

/** What was asked of calls, for the gateway that holds the Asterisk: carried out in order, then `done`. */
export const callCommands = pgTable(
  'call_commands',
  {
    id: identity('id').primaryKey(),
    callId: text('call_id')
      .notNull()
      .references(() => calls.id, {onDelete: 'cascade'}),
    command: jsonb('command').$type<unknown>().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    doneAt: moment('done_at'),
    /** Why it was not carried out: an error's code. */
    refused: text('refused'),
  },
  (table) => [
    index('call_commands_waiting')
      .on(table.callId)
      .where(sql`${table.doneAt} is null`),
  ],
);

/** Every status of the calls of a room, in order: what was shown, and what those who come later are shown. */
export const callStatuses = pgTable(
  'call_statuses',
  {
    room: text('room')
      .notNull()
      .references(() => rooms.name, {onDelete: 'cascade', onUpdate: 'cascade'}),
    /** Counts up in each room. */
    version: bigint('version', {mode: 'number'}).notNull(),
    callId: text('call_id').notNull(),
    /** The call as it was then. */
    status: jsonb('status').$type<unknown>().notNull(),
    at: moment('at').notNull().defaultNow(),
    /** Of calls that are over: when they are no longer shown. */
    goneAt: moment('gone_at'),
  },
  (table) => [
    primaryKey({columns: [table.room, table.version]}),
    index('call_statuses_call').on(table.room, table.callId, table.version),
  ],
);

/** How far the statuses of a room are, and how far LiveKit knows them: one gateway at a time writes them there. */
export const roomStatuses = pgTable('room_statuses', {
  room: text('room')
    .primaryKey()
    .references(() => rooms.name, {onDelete: 'cascade', onUpdate: 'cascade'}),
  version: bigint('version', {mode: 'number'}).notNull().default(0),
  written: bigint('written', {mode: 'number'}).notNull().default(0),
  /** When the next call is no longer shown. */
  nextGoneAt: moment('next_gone_at'),
  writer: text('writer'),
  writingUntil: moment('writing_until'),
});

/** Webhooks already handled. */
export const webhookEvents = pgTable(
  'webhook_events',
  {
    id: text('id').primaryKey(),
    /** Everything that it leads to is done. */
    handled: boolean('handled').notNull().default(false),
    receivedAt: moment('received_at').notNull().defaultNow(),
  },
  (table) => [index('webhook_events_received_at').on(table.receivedAt)],
);

/** Who changed what, and what became of calls. */
export const auditTrail = pgTable(
  'audit_trail',
  {
    id: identity('id').primaryKey(),
    at: moment('at').notNull().defaultNow(),
    /** `application:…`, `browser:…`, `livekit`, `asterisk:…`, `operator`, `gateway`. */
    actor: text('actor').notNull(),
    /** `room.create`, `mapping.autocreate` … */
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    details: jsonb('details').$type<unknown>(),
  },
  (table) => [index('audit_trail_subject').on(table.subject, table.at)],
);
