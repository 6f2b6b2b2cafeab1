import {Value} from 'typebox/value';
import type {sipUserMappings} from '../database/schema.js';
import {GatewayError} from '../errors.js';
import {headersMay, parametersMay, SipHeaders, SipParameters, type SipTransport} from './sip-columns.js';

/** A row of `sip_user_mappings` as it is stored. */
export type MappingRow = typeof sipUserMappings.$inferSelect;

/** One SIP user of a conference user, as its row says. */
export interface Mapping {
  sipUser: string;
  sipHost: string;
  sipPort: number;
  transport: SipTransport;
  /** Of WebSocket mappings: authority of the HTTP address, and path. */
  http: {host?: string; location: string};
  /** The conference user's id. */
  userId: string;
  register: boolean;
  canCall: boolean;
  canBeCalled: boolean;
  /** Another one whenever the server that it names would notice: address, transport or password changed. */
  revision: string;
}

/** `alice@example.org`: the mapping's key, its address of record without the scheme, and Asterisk's id for it. */
export const mappingId = ({sipUser, sipHost}: {sipUser: string; sipHost: string}) => `${sipUser}@${sipHost}`;

/** The two halves of a {@link mappingId}; `undefined` when it is none. */
export function readMappingId(id: string): {sipUser: string; sipHost: string} | undefined {
  const at = id.lastIndexOf('@');
  return at > 0 && at < id.length - 1 ? {sipUser: id.slice(0, at), sipHost: id.slice(at + 1)} : undefined;
}

/** Reads a row; `revisionOf` makes a short text of all that its server would notice. Throws `mapping-invalid`, naming the column, when an operator wrote something that cannot be used. */
export function readMapping(row: MappingRow, revisionOf: (row: MappingRow) => string): Mapping {
  const wrong = (column: string, may: string) =>
    new GatewayError('mapping-invalid', {detail: `${column} of ${mappingId(row)}: ${may}`});
  // What is no part of a SIP URI's user or host would end up in Asterisk's configuration.
  if (!/^[A-Za-z0-9\-_.!~*'()&=+$]+$/.test(row.sipUser)) throw wrong('sip_user', 'a SIP user name');
  if (!/^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])$/.test(row.sipHost))
    throw wrong('sip_host', 'a host name or address');
  const {sipParameters: parameters, sipHeaders: headers} = row;
  if (!Value.Check(SipParameters, parameters)) throw wrong('sip_parameters', parametersMay);
  if (!Value.Check(SipHeaders, headers)) throw wrong('sip_headers', headersMay);
  return {
    sipUser: row.sipUser,
    sipHost: row.sipHost,
    sipPort: row.sipPort,
    transport: parameters.transport,
    http: {location: headers.location ?? '/', ...(headers.host !== undefined && {host: headers.host})},
    userId: row.peerId === null ? (row.peerStrId ?? '') : String(row.peerId),
    register: row.register,
    canCall: row.canCall,
    canBeCalled: row.canBeCalled,
    revision: revisionOf(row),
  };
}

/** The columns that say whose mapping it is: numbers are `peer_id`, as with dialog; other ids are `peer_str_id`. */
export function peerOf(userId: string): {peerId: number} | {peerStrId: string} {
  return /^(0|[1-9]\d{0,14})$/.test(userId) ? {peerId: Number(userId)} : {peerStrId: userId};
}
