import {createHash, randomUUID} from 'node:crypto';
import {AccessToken} from 'livekit-server-sdk';
import {testSecrets} from './services.js';

interface WebhookOptions {
  event?: string;
  room?: {name: string; sid: string};
  /** Whose identity it is about. */
  participant?: string;
  id?: string;
  /** s since 1970. */
  createdAt?: number;
  secret?: string;
}

/** A webhook as LiveKit sends it: `{url, method, headers, payload}` for `inject`. */
export async function livekitWebhook(options: WebhookOptions = {}) {
  const {event = 'room_started', room = {name: 'standup', sid: 'RM_1'}, id = randomUUID()} = options;
  const participant = options.participant && {identity: options.participant};
  const createdAt = options.createdAt ?? Math.floor(Date.now() / 1000);
  const payload = JSON.stringify({event, room, id, createdAt, participant});
  const token = new AccessToken(testSecrets.livekit.key, options.secret ?? testSecrets.livekit.secret, {
    ttl: 300,
  });
  token.sha256 = createHash('sha256').update(payload).digest('base64');
  return {
    url: '/livekit/webhook',
    method: 'POST' as const,
    headers: {'content-type': 'application/webhook+json', authorization: await token.toJwt()},
    payload,
  };
}
