import {sql} from 'drizzle-orm';
import {webhookEvents} from '../database/schema.js';
import type {Services} from '../services.js';
import {examineAsterisk} from './asterisk.js';
import {bad, doubtful, good, reasonOf, skipped, type Finding} from './finding.js';

/** Looks at everything that the gateway needs, at the same time. It changes nothing. */
export async function examine(services: Services): Promise<Finding[]> {
  const {settings} = services;
  const hep = settings.HEP_LISTEN !== undefined;
  const parts = await Promise.all([
    examineDatabase(services),
    examineLiveKit(services),
    examineWebhooks(services),
    settings.ASTERISK.length
      ? Promise.all(settings.ASTERISK.map((setting) => examineAsterisk(setting, {hep}))).then((all) =>
          all.flat(),
        )
      : Promise.resolve([skipped('Asterisk', 'None is configured (ASTERISK): there are no phones.')]),
  ]);
  return [...parts.flat(), ...telephony(services)];
}

async function examineDatabase({database}: Services): Promise<Finding[]> {
  const subject = database.kind === 'pglite' ? 'Database: PGlite' : 'Database: PostgreSQL';
  try {
    const {rows} = (await database.queries.execute(
      sql`select abs(extract(epoch from clock_timestamp()) * 1000 - ${Date.now()}::float8) as apart`,
    )) as {rows: {apart: number}[]};
    const seconds = Math.round(Number(rows[0]?.apart ?? 0) / 1000);
    return [
      good(subject, 'It answers.'),
      seconds > 5
        ? doubtful(
            'Database: clock',
            `It is ${seconds} s away from this machine's.`,
            'Let both machines set their clocks by NTP.',
          )
        : good('Database: clock', "It is this machine's."),
    ];
  } catch (error) {
    return [
      bad(
        subject,
        `It does not answer (${reasonOf(error)}).`,
        'Check DATABASE_URL, and that PostgreSQL lets this user in.',
      ),
    ];
  }
}

async function examineLiveKit({livekit, settings}: Services): Promise<Finding[]> {
  if (!livekit) return [skipped('LiveKit', 'None is configured (LIVEKIT_URL): there are no rooms.')];
  try {
    await livekit.check();
    return [good('LiveKit', `It answers at ${settings.LIVEKIT_URL}, and accepts the key.`)];
  } catch (error) {
    const refused = /401|403|unauthenticated|permission/i.test(reasonOf(error));
    return [
      refused
        ? bad(
            'LiveKit',
            'It does not accept the key.',
            'LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be a pair of its "keys".',
          )
        : bad(
            'LiveKit',
            `It cannot be reached (${reasonOf(error)}).`,
            'Is it running? Check LIVEKIT_URL and LIVEKIT_API_URL.',
          ),
    ];
  }
}

/** LiveKit tells nobody where it sends its webhooks: only whether one has ever come can be seen. */
async function examineWebhooks({database, livekit, settings}: Services): Promise<Finding[]> {
  if (!livekit) return [];
  const remedy = `LiveKit's configuration needs: webhook: {api_key: ${settings.LIVEKIT_API_KEY}, urls: ["<this gateway>/livekit/webhook"]}`;
  try {
    const [row] = await database.queries
      .select({last: sql<string | null>`max(${webhookEvents.receivedAt})::text`})
      .from(webhookEvents);
    return [
      row?.last
        ? good('LiveKit: webhooks', `The last one came ${row.last}.`)
        : doubtful(
            'LiveKit: webhooks',
            'None has come yet. They open and close the telephony of rooms.',
            remedy,
          ),
    ];
  } catch {
    return [skipped('LiveKit: webhooks', 'The database does not answer.')];
  }
}

function telephony({settings}: Services): Finding[] {
  if (!settings.ROOM_TELEPHONY_ENABLED) return [skipped('Telephony', 'ROOM_TELEPHONY_ENABLED is false.')];
  return settings.ROOM_TELEPHONY_PHONE_NUMBER.length
    ? [good('Telephony', `Callers dial ${settings.ROOM_TELEPHONY_PHONE_NUMBER.join(', ')}.`)]
    : [bad('Telephony', 'There is no number to dial.', 'Set ROOM_TELEPHONY_PHONE_NUMBER.')];
}
