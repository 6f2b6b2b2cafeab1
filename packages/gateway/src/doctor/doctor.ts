import type {Services} from '../services.js';
import {examineAsterisk} from './asterisk.js';
import {examineDatabase} from './database.js';
import {bad, good, skipped, type Finding} from './finding.js';
import {examineLiveKit, examineWebhooks} from './livekit.js';

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

async function examineServers({settings: {ASTERISK: servers, HEP_LISTEN}}: Services): Promise<Finding[]> {
  if (!servers.length) return [skipped('Asterisk', 'None is configured (ASTERISK): there are no phones.')];
  const hep = HEP_LISTEN !== undefined;
  return (await Promise.all(servers.map((setting) => examineAsterisk(setting, {hep})))).flat();
}

function telephony({settings}: Services): Finding[] {
  if (!settings.ROOM_TELEPHONY_ENABLED) return [skipped('Telephony', 'ROOM_TELEPHONY_ENABLED is false.')];
  return settings.ROOM_TELEPHONY_PHONE_NUMBER.length
    ? [good('Telephony', `Callers dial ${settings.ROOM_TELEPHONY_PHONE_NUMBER.join(', ')}.`)]
    : [bad('Telephony', 'There is no number to dial.', 'Set ROOM_TELEPHONY_PHONE_NUMBER.')];
}
