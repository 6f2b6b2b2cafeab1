import type {Actor} from '../audit/audit.js';
import {GatewayError} from '../errors.js';

/** Who sent a request. */
export type Principal =
  | {kind: 'application'; id: string}
  /** One of the dial API, by its API key. */
  | {kind: 'project'; id: string}
  | {
      kind: 'browser';
      userId: string;
      /** The application that asked for the session. */
      application?: string;
      name?: string;
      rooms: readonly string[];
      canDialOut: boolean;
      /** Also calls of others, in these rooms. */
      canControlCalls: boolean;
      /** When the session ends, ms since 1970. */
      expiresAt: number;
    }
  | {kind: 'asterisk'; id: string};

export function actorOf(principal: Principal): Actor {
  return principal.kind === 'browser' ? `browser:${principal.userId}` : `${principal.kind}:${principal.id}`;
}

/** The application that sent a request, or that has let the browser in which did. */
export const applicationOf = (
  principal: Extract<Principal, {kind: 'application' | 'browser'}>,
): string | undefined => (principal.kind === 'browser' ? principal.application : principal.id);

/** Throws `forbidden` unless the principal may enter this room: applications all, browsers those of their session. */
export function requireRoom(principal: Principal, room: string): void {
  if (principal.kind === 'application') return;
  if (principal.kind === 'browser' && (principal.rooms.includes(room) || principal.rooms.includes('*')))
    return;
  throw new GatewayError('forbidden', {detail: `room "${room}"`});
}

/** Whether the principal may control a call: applications all, browsers those of their rooms which are their user's, or with permission those of others too. */
export function mayControl(principal: Principal, {room, owner}: {room?: string; owner?: string}): boolean {
  if (principal.kind !== 'browser') return principal.kind === 'application';
  const {rooms, userId, canControlCalls} = principal;
  const inside = room !== undefined && (rooms.includes(room) || rooms.includes('*'));
  return inside && (canControlCalls || owner === userId);
}
