import {randomBytes} from 'node:crypto';

/** The SIP domain of the stack's users: as in real life neither the server's host name nor in the DNS. */
export const sipDomain = 'sidetone.test';

/** Who can register, and how each differs from an ordinary WebRTC endpoint. */
export const userTable = {
  alice: {number: '101', displayName: 'Alice'},
  bob: {number: '102', displayName: 'Bob'},
  carol: {number: '103', displayName: 'Carol'},
  dave: {number: '104', displayName: 'Dave'},
  /** Has no telephone-event: digits must be sent by SIP INFO. */
  erin: {number: '105', displayName: 'Erin', endpoint: {dtmf_mode: 'info'}},
  /** May not transfer: REFER is declined. */
  frank: {number: '106', displayName: 'Frank', endpoint: {allow_transfer: 'no'}},
} as const satisfies Record<string, {number: string; displayName: string; endpoint?: Record<string, string>}>;

export type UserName = keyof typeof userTable;

/** What a phone needs to register as one user. */
export interface StackUser {
  /** `sip:alice@sidetone.test` */
  aor: string;
  authUser: string;
  password: string;
  displayName: string;
  /** The extension that rings this user, besides the name. */
  number: string;
}

export type StackUsers = Record<UserName, StackUser>;

/** The users with passwords of this run. */
export function makeUsers(): StackUsers {
  const entries = Object.entries(userTable).map(([name, {number, displayName}]) => [
    name,
    {
      aor: `sip:${name}@${sipDomain}`,
      authUser: name,
      password: randomBytes(18).toString('base64url'),
      displayName,
      number,
    },
  ]);
  return Object.fromEntries(entries) as StackUsers;
}
