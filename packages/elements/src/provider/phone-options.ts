import {gateway as gatewayCredentials} from '@sidetone/core';
import type {
  CallHistoryStore,
  CountryCode,
  CredentialsProvider,
  OpenSocket,
  PhoneAudio,
  PhoneOptions,
  SipEngine,
} from '@sidetone/core';
import {engineLoader} from '../engine-loader.js';

/** A provider's attributes and properties, as they are now. */
export interface ProviderSettings {
  server: string;
  aor: string;
  authUser: string;
  password: string;
  displayName: string;
  engine: string | SipEngine;
  country: string;
  gateway: string;
  credentials: CredentialsProvider | undefined;
  openSocket: OpenSocket | undefined;
  createConnection: PhoneOptions['createConnection'] | undefined;
  iceServers: RTCIceServer[] | undefined;
}

/** The options of the phone to make; undefined while neither an account nor credentials are given. Throws `configuration-invalid`. */
export function phoneOptions(
  settings: ProviderSettings,
  audio: () => PhoneAudio,
  history: () => CallHistoryStore | undefined,
): PhoneOptions | undefined {
  const {server, aor, authUser, password, displayName, engine, country, gateway} = settings;
  const credentials = settings.credentials ?? (gateway ? gatewayCredentials(gateway) : undefined);
  if (!credentials && !server && !aor) return undefined;
  const {openSocket, createConnection, iceServers} = settings;
  const store = history();
  return {
    engine: typeof engine === 'string' ? engineLoader(engine || 'jssip') : engine,
    audio: audio(),
    ...(store && {history: store}),
    ...(credentials ? {credentials} : {server, aor, password}),
    ...(authUser && {authUser}),
    ...(displayName && {displayName}),
    ...(country && {country: country.toUpperCase() as CountryCode}),
    ...(iceServers && {iceServers}),
    ...(openSocket && {openSocket}),
    ...(createConnection && {createConnection}),
  };
}
