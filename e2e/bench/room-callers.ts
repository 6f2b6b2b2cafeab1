import {once} from 'node:events';
import type {TestGuest} from '../../packages/bridge/src/testing/guest.js';
import {promptTone} from '../../packages/gateway/src/testing/telephony/tone-prompts.js';
import {Caller, type Stack} from '../../packages/stack/src/index.js';

/** Somebody calls the number of the rooms, and is greeted. */
export async function callRoom(stack: Stack): Promise<Caller> {
  stack.ari.clear();
  const number = stack.addresses.gateway!.roomNumber.replace(/\s/g, '');
  const caller = await Caller.dial(stack, `Local/${number}@phones/n`);
  await caller.ears.hears(promptTone('welcome'));
  return caller;
}

/** Resolves when Asterisk has heard so many keys of the call. */
export async function typed(stack: Stack, keys: string): Promise<void> {
  await stack.ari.waitFor(() => stack.ari.digits().length >= keys.length, {what: 'last key'});
}

/** Resolves with the identity of the next phone in the room. */
export async function nextPhone({room}: TestGuest): Promise<string> {
  const [{identity}] = (await once(room, 'participantConnected')) as [{identity: string}];
  return identity;
}
