import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {RoomServiceClient, SipClient} from 'livekit-server-sdk';
import {expect, test} from 'vitest';
import {legBridge, legExtension} from '../asterisk/leg-bridge.js';
import {BridgeError} from '../errors.js';
import {SipLeg} from './leg.js';
import type {SipRooms} from './sip-rooms.js';

const id = 'a-leg';

/** An Asterisk with the caller and livekit-sip's call, which mutes nobody. */
function refusingToMute(method = '', url = ''): {status: number; body?: unknown} {
  if (url.startsWith('/channels/caller/mute')) return {status: 500, body: {message: 'Failed'}};
  if (url === '/channels')
    return {
      status: 200,
      body: [{id: 'far', state: 'Up', dialplan: {exten: legExtension(id), app_name: 'Stasis'}}],
    };
  if (url === `/bridges/${legBridge(id)}?type=mixing`) return {status: 200, body: {channels: []}};
  return method === 'GET' ? {status: 200, body: {}} : {status: 204};
}

test('a caller who cannot be silenced as wanted leaves nothing behind', async () => {
  const asked: string[] = [];
  const server = createServer(({method, url}, response) => {
    asked.push(`${method} ${url}`);
    const {status, body} = refusingToMute(method, url);
    response.writeHead(status).end(body && JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const removed: unknown[] = [];
  const joined = SipLeg.join(
    {
      id,
      room: 'standup',
      identity: 'anna',
      name: 'Anna',
      channelId: 'caller',
      asterisk: {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        user: 'user',
        password: 'password',
        app: 'sidetone',
      },
    },
    {
      sip: {} as SipClient,
      rooms: {
        removeParticipant: async (...who: unknown[]) => void removed.push(who),
      } as unknown as RoomServiceClient,
      trunks: {} as SipRooms,
    },
  );
  const error: unknown = await joined.catch((reason: unknown) => reason);
  server.closeAllConnections();
  server.close();
  expect(error).toBeInstanceOf(BridgeError);
  expect(error).toMatchObject({code: 'asterisk-refused'});
  expect(asked).toContain('DELETE /channels/far');
  expect(asked).toContain(`DELETE /bridges/${legBridge(id)}`);
  expect(removed).toEqual([['standup', 'anna']]);
});
