import {createHash, randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
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

interface HeldRoom {
  name: string;
  maxParticipants?: number;
  /** As livekit.ParticipantInfo is in JSON. */
  participants: readonly {identity: string; kind?: string; permission?: object}[];
}

/** LiveKit's HTTP API as far as it tells who is in a room. */
export async function startRoomServer(room: HeldRoom) {
  const {participants, ...rest} = room;
  const answers: Record<string, object> = {
    '/twirp/livekit.RoomService/ListRooms': {rooms: [rest]},
    '/twirp/livekit.RoomService/ListParticipants': {participants},
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    response.writeHead(answer ? 200 : 404, {'content-type': 'application/json'});
    response.end(JSON.stringify(answer ?? {code: 'not_found', msg: 'not found'}));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
