import type {Plugin} from 'vite';
import type {Addresses, GatewayAddress, LiveKitAddress} from './addresses.js';

/** What a page may know of a stack: the content of `/addresses.json`. */
export type PageAddresses = Pick<Addresses, 'users' | 'extensions'> & {
  asterisk: Pick<Addresses['asterisk'], 'version' | 'ws' | 'wss'>;
  livekit?: Pick<LiveKitAddress, 'version' | 'url'>;
  gateway?: Pick<GatewayAddress, 'url' | 'roomNumber'>;
};

/** Serves `/addresses.json` to pages on this machine. It holds the users' passwords: for demos and tests only. */
export function stackAddresses(addresses: Addresses): Plugin {
  const {users, extensions, asterisk, livekit, gateway} = addresses;
  const {version, ws, wss} = asterisk;
  const page: PageAddresses = {
    asterisk: {version, ws, wss},
    ...(livekit && {livekit: {version: livekit.version, url: livekit.url}}),
    ...(gateway && {gateway: {url: gateway.url, roomNumber: gateway.roomNumber}}),
    users,
    extensions,
  };
  return {
    name: 'sidetone-stack-addresses',
    configureServer: ({middlewares}) => {
      middlewares.use('/addresses.json', (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.setHeader('cache-control', 'no-store');
        response.end(JSON.stringify(page));
      });
    },
  };
}
