import {sql} from 'drizzle-orm';
import {webhookEvents} from '../database/schema.js';
import type {Services} from '../services.js';
import {examineHttpClock} from './clock.js';
import {bad, doubtful, good, reasonOf, skipped, type Finding} from './finding.js';

/** Whether it answers and accepts the key, what its clock says, and its SIP API, where that is used. */
export async function examineLiveKit({livekit, settings}: Services): Promise<Finding[]> {
  if (!livekit) return [skipped('LiveKit', 'None is configured (LIVEKIT_URL): there are no rooms.')];
  try {
    await livekit.check();
    return [
      good('LiveKit', `It answers at ${settings.LIVEKIT_URL}, and accepts the key.`),
      await examineHttpClock('LiveKit: clock', livekit.apiUrl),
      ...(settings.BRIDGE === 'livekit-sip' ? [await examineSip(livekit)] : []),
    ];
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

async function examineSip(livekit: NonNullable<Services['livekit']>): Promise<Finding> {
  const subject = 'LiveKit: SIP';
  try {
    await livekit.checkSip();
    return good(subject, 'Its SIP API answers.');
  } catch (error) {
    return bad(
      subject,
      `Its SIP API does not answer (${reasonOf(error)}).`,
      'BRIDGE=livekit-sip needs livekit-server and livekit-sip at the same Redis; BRIDGE=rtc needs neither.',
    );
  }
}

/** LiveKit tells nobody where it sends its webhooks: only whether one has ever come can be seen. */
export async function examineWebhooks({database, livekit, settings}: Services): Promise<Finding[]> {
  if (!livekit) return [];
  const subject = 'LiveKit: webhooks';
  const remedy = `LiveKit's configuration needs: webhook: {api_key: ${settings.LIVEKIT_API_KEY}, urls: ["<this gateway>/livekit/webhook"]}`;
  try {
    const [row] = await database.queries
      .select({last: sql<string | null>`max(${webhookEvents.receivedAt})::text`})
      .from(webhookEvents);
    return [
      row?.last
        ? good(subject, `The last one came ${row.last}.`)
        : doubtful(subject, 'None has come yet. They open and close the telephony of rooms.', remedy),
    ];
  } catch {
    return [skipped(subject, 'The database does not answer, or has no tables.')];
  }
}
