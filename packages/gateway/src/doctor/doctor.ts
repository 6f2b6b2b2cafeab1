import type {Services} from '../services.js';
import {examineAsterisk} from './asterisk.js';
import {examineDatabase} from './database.js';
import {bad, good, skipped, type Finding} from './finding.js';
import {examineLiveKit, examineWebhooks} from './livekit.js';
import {wantedPrompts} from './prompts.js';

/** Looks at everything that the gateway needs, at the same time. It changes nothing. `database`: what is known of it, where it cannot be opened. */
export async function examine(services: Services, database?: Finding): Promise<Finding[]> {
  const parts = await Promise.all([
    database ? [database] : examineDatabase(services),
    examineLiveKit(services),
    database ? [] : examineWebhooks(services),
    examineServers(services),
  ]);
  return [...parts.flat(), ...telephony(services)];
}

async function examineServers({settings}: Services): Promise<Finding[]> {
  const {ASTERISK: servers, HEP_LISTEN} = settings;
  if (!servers.length) return [skipped('Asterisk', 'None is configured (ASTERISK): there are no phones.')];
  const prompts = wantedPrompts(settings);
  const needs = {hep: HEP_LISTEN !== undefined, ...(prompts && {prompts})};
  return (await Promise.all(servers.map((setting) => examineAsterisk(setting, needs)))).flat();
}

function telephony({settings}: Services): Finding[] {
  if (!settings.ROOM_TELEPHONY_ENABLED) return [skipped('Telephony', 'ROOM_TELEPHONY_ENABLED is false.')];
  return settings.ROOM_TELEPHONY_PHONE_NUMBER.length
    ? [good('Telephony', `Callers dial ${settings.ROOM_TELEPHONY_PHONE_NUMBER.join(', ')}.`)]
    : [bad('Telephony', 'There is no number to dial.', 'Set ROOM_TELEPHONY_PHONE_NUMBER.')];
}
