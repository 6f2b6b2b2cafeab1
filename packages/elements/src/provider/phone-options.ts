import {gateway as gatewayCredentials} from '@sidetone/core';
import type {CountryCode, GatewayOptions, PhoneAudio, PhoneOptions} from '@sidetone/core';
import {engineLoader} from '../engine-loader.js';
import {OwnHistory} from './own-history.js';
import {passwordOf, type PhoneSettings} from './phone-settings.js';

/**
 * The options of the phone that an element asks for; undefined while it has neither an account nor credentials.
 * Throws `configuration-invalid`.
 *
 * @param ownAudio The audio where the element was given none.
 */
export function phoneOptions(element: PhoneSettings, ownAudio: () => PhoneAudio): PhoneOptions | undefined {
  const {authUser, displayName, engine, country, openSocket, createConnection, iceServers} = element;
  const [server, aor, gateway] = [element.server.trim(), element.aor.trim(), element.gateway.trim()];
  const credentials =
    element.credentials ?? (gateway ? gatewayCredentials(gateway, tokenOf(element)) : undefined);
  if (!credentials && !server && !aor) return undefined;
  const own = element.history === undefined ? new OwnHistory(credentials ? '' : aor) : undefined;
  const history = own ?? element.history;
  return {
    engine: typeof engine === 'string' ? engineLoader(engine || 'jssip') : engine,
    audio: element.audio ?? ownAudio(),
    ...(history && {history}),
    ...(credentials
      ? {credentials: own?.following(credentials) ?? credentials}
      : {server, aor, password: passwordOf(element)}),
    ...(authUser && {authUser}),
    ...(displayName && {displayName}),
    ...(country && {country: country.toUpperCase() as CountryCode}),
    ...(iceServers && {iceServers}),
    ...(openSocket && {openSocket}),
    ...(createConnection && {createConnection}),
  };
}

function tokenOf({session}: PhoneSettings): GatewayOptions {
  return session === undefined ? {} : {token: session};
}
