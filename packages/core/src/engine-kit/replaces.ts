import type {DialogId, InviteOptions} from '../engine/engine.js';
import {headerLine} from './headers.js';

/** Which dialog of its own the far side is to give up, as a URI's header parameter (RFC 3891, RFC 5589 7.3). */
export function replaces(dialog: DialogId): string {
  return encodeURIComponent(replacesValue(dialog));
}

/** The header lines that a call was dialled with. Throws a TypeError when one would break out of its line. */
export function inviteHeaders({headers = [], replaces}: InviteOptions): string[] {
  const lines = headers.map(headerLine);
  // Whoever cannot replace a call refuses this one, instead of ringing for it.
  if (replaces) lines.push(headerLine(['Replaces', replacesValue(replaces)]), 'Require: replaces');
  return lines;
}

function replacesValue({callId, localTag, remoteTag}: DialogId): string {
  return `${callId};to-tag=${remoteTag};from-tag=${localTag}`;
}
