import {GatewayError} from '../errors.js';
import type {sipTrunks, TrunkTransport} from './tables.js';

export type TrunkRow = typeof sipTrunks.$inferSelect;

export const trunkTransports = ['udp', 'tcp', 'tls'] as const satisfies readonly TrunkTransport[];

/** A provider of telephone numbers, without its password. */
export interface Trunk {
  id: string;
  domain: string;
  transport: TrunkTransport;
  port: number;
  /** Whether Asterisk registers there. */
  register: boolean;
  /** Whether calls may go out by it. */
  canTerminate: boolean;
  username: string;
  /** Digest user name where it is not the username. */
  authorizationId: string;
  /** Outgoing calls take the lowest first. */
  position: number;
  revision: number;
}

/** A new trunk, or what changes of one. */
export interface TrunkFields extends Omit<Trunk, 'id' | 'revision'> {
  /** Secret. */
  password: string;
}

/** Asterisk's name of the trunk as it is now: under a name that it has not heard it remembers nothing. `~` is in no mapping's host. */
export const trunkEndpointId = ({id, revision}: Pick<Trunk, 'id' | 'revision'>) => `${id}~trunk-${revision}`;

/** The two halves of a {@link trunkEndpointId}; `undefined` when it is none. */
export function readTrunkEndpointId(endpoint: string): {id: string; revision: number} | undefined {
  const [, id, revision] = /^(.+)~trunk-(\d+)$/.exec(endpoint) ?? [];
  return id === undefined ? undefined : {id, revision: Number(revision)};
}

const shapes: readonly [field: 'domain' | 'username' | 'authorizationId', shape: RegExp, may: string][] = [
  ['domain', /^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:]+\])$/, 'a host name or address'],
  ['username', /^[A-Za-z0-9\-_.!~*'()&=+$]{0,100}$/, 'the user part of a SIP URI'],
  ['authorizationId', /^[^\p{Cc}";,]{0,100}$/u, 'a digest user name'],
];

/** What is no part of a SIP URI would end up in Asterisk's configuration. Throws `trunk-invalid`, naming the field. */
export function checkTrunk(fields: Partial<TrunkFields>): void {
  const wrong = (field: string, may: string) =>
    new GatewayError('trunk-invalid', {detail: `${field}: ${may}`});
  for (const [field, shape, may] of shapes) {
    const value = fields[field];
    if (value !== undefined && !shape.test(value)) throw wrong(field, may);
  }
  const {transport, port, position, password} = fields;
  if (transport !== undefined && !trunkTransports.includes(transport))
    throw wrong('transport', `one of ${trunkTransports.join(', ')}`);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw wrong('port', 'from 1 to 65535');
  if (position !== undefined && !Number.isInteger(position)) throw wrong('position', 'a whole number');
  if (password !== undefined && /[\p{Cc}]/u.test(password)) throw wrong('password', 'one line');
}

/** Throws `trunk-invalid` for what cannot work. */
export function checkWhole({register, username}: TrunkFields): void {
  if (register && !username) throw new GatewayError('trunk-invalid', {detail: 'register: needs a username'});
}

export const readTrunk = (row: TrunkRow): Trunk => {
  const {id, domain, transport, port, register, canTerminate, username, authId, position, revision} = row;
  const address = {id, domain, transport, port};
  return {...address, register, canTerminate, username, authorizationId: authId, position, revision};
};
