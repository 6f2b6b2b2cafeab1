import type {Connect, Plugin} from 'vite';
import type {Addresses, GatewayAddress, LiveKitAddress} from './addresses.js';
import type {providerNumbers} from './provider/numbers.js';

/** What a page may know of a stack: the content of `/addresses.json`. */
export type PageAddresses = Pick<Addresses, 'users' | 'extensions'> & {
  /** Not there where no Asterisk can be had: a page is its own far end then. */
  asterisk?: Pick<Addresses['asterisk'], 'version' | 'ws' | 'wss'>;
  livekit?: Pick<LiveKitAddress, 'version' | 'url'>;
  gateway?: Pick<GatewayAddress, 'url' | 'roomNumber'>;
  /** What can be called out of a room. */
  numbers?: typeof providerNumbers;
};

/** Only what is named here: a stack's own addresses hold secrets of servers. */
function withoutSecrets(addresses: PageAddresses): PageAddresses {
  const {users, extensions, asterisk, livekit, gateway, numbers} = addresses;
  return {
    ...(asterisk && {asterisk: {version: asterisk.version, ws: asterisk.ws, wss: asterisk.wss}}),
    ...(livekit && {livekit: {version: livekit.version, url: livekit.url}}),
    ...(gateway && {gateway: {url: gateway.url, roomNumber: gateway.roomNumber}}),
    ...(numbers && {numbers}),
    users,
    extensions,
  };
}

/** Serves `/addresses.json` to pages on this machine. It holds the users' passwords: for demos and tests only. */
export function stackAddresses(addresses: PageAddresses): Plugin {
  const text = JSON.stringify(withoutSecrets(addresses));
  return answering('sidetone-stack-addresses', '/addresses.json', (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.setHeader('cache-control', 'no-store');
    response.end(text);
  });
}

/** A path that a server of pages answers itself, whether it serves sources or what was built of them. */
export function answering(name: string, path: string, answer: Connect.SimpleHandleFunction): Plugin {
  const configure = ({middlewares}: {middlewares: Connect.Server}): void =>
    void middlewares.use(path, answer);
  return {name, configureServer: configure, configurePreviewServer: configure};
}
