import {createHmac} from 'node:crypto';
import type {SipMessage} from '@sidetone/sip';
import {sameSecret} from '../secrets/compare.js';
import type {Trunk} from './trunk.js';

/** The trunk, as it was when Asterisk was told to register there. */
export type MarkedTrunk = Pick<Trunk, 'id' | 'revision'>;

/**
 * What Contact shows of our own registrations, as a header parameter: among what Asterisk reports are everybody's REGISTERs,
 * and nobody else's shall make a trunk look refused.
 */
export const registrationMark = (trunk: MarkedTrunk, secret: string): string =>
  `sidetone=${trunk.id}.${trunk.revision}.${proof(trunk, secret)}`;

/** Whose registration a REGISTER is; `undefined` when it is none of ours. */
export function readRegistrationMark(request: SipMessage, secret: string): MarkedTrunk | undefined {
  const [, id, revision, shown = ''] =
    /;\s*sidetone=([\w-]+)\.(\d+)\.([\w-]+)/.exec(request.header('contact') ?? '') ?? [];
  if (id === undefined) return undefined;
  const trunk = {id, revision: Number(revision)};
  return sameSecret(shown, proof(trunk, secret)) ? trunk : undefined;
}

const proof = ({id, revision}: MarkedTrunk, secret: string) =>
  createHmac('sha256', secret).update(`registration ${id} ${revision}`).digest('base64url').slice(0, 22);
