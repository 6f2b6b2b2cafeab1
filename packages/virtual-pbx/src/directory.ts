import type {Callee} from './callees/callee.js';
import {challengeLoop} from './callees/challenge-loop.js';
import {earlyMedia} from './callees/early-media.js';
import {echo} from './callees/echo.js';
import {pinPrompt} from './callees/pin-prompt.js';
import {refusing} from './callees/refusing.js';
import {ringing} from './callees/ringing.js';
import {silent} from './callees/silent.js';
import {
  forgetter,
  glare,
  holdRefuser,
  infoRefuser,
  referForgetter,
  referRefuser,
  reinviteStaller,
} from './callees/stubborn.js';
import {tone} from './callees/tone.js';

export interface DirectoryEntry {
  number: string;
  name: string;
  callee: Callee;
}

/** The PIN that the prompts at 606 (digits by RTP) and 608 (digits by INFO only) want. */
export const demoPin = '1234567890';

/** Who can be dialled on every virtual PBX besides its users. */
export function directory(domain: string): readonly DirectoryEntry[] {
  return [
    {number: '600', name: 'echo', callee: echo},
    {number: '601', name: 'tone', callee: tone},
    {number: '602', name: 'busy', callee: refusing(486)},
    {number: '603', name: 'decline', callee: refusing(603)},
    {number: '604', name: 'ringing', callee: ringing},
    {number: '605', name: 'early-media', callee: earlyMedia()},
    {number: '606', name: 'pin', callee: pinPrompt(demoPin)},
    {number: '607', name: 'announcement', callee: earlyMedia(3_000)},
    {number: '608', name: 'pin-info', callee: pinPrompt(demoPin, {telephoneEvent: false})},
    {number: '610', name: 'unavailable', callee: refusing(480)},
    {number: '611', name: 'not-found', callee: refusing(404)},
    {number: '612', name: 'not-acceptable', callee: refusing(488)},
    {number: '613', name: 'moved', callee: refusing(302, {headers: [['Contact', `<sip:600@${domain}>`]]})},
    {number: '614', name: 'overloaded', callee: refusing(503, {headers: [['Retry-After', '30']]})},
    {number: '615', name: 'challenge-loop', callee: challengeLoop},
    {number: '616', name: 'silent', callee: silent},
    {number: '620', name: 'hold-refuser', callee: holdRefuser},
    {number: '621', name: 'glare', callee: glare},
    {number: '622', name: 'info-refuser', callee: infoRefuser},
    {number: '623', name: 'refer-refuser', callee: referRefuser},
    {number: '624', name: 'reinvite-staller', callee: reinviteStaller},
    {number: '625', name: 'forgetter', callee: forgetter},
    {number: '626', name: 'refer-forgetter', callee: referForgetter},
  ];
}
