import type {Conference, GatewayOptions, Phone} from '@sidetone/core';
import type {BrowserAudio} from '@sidetone/media';

/** How a room sounds to somebody who is away from it: not at all, or faintly. */
export type WhileAway = 'silent' | 'ducked';

/** How a room is entered, and what of this page takes part in it; `ConferenceOptions` of `@sidetone/conference`. */
export interface ConferenceSettings {
  /** LiveKit's address, with LiveKit's `token`; or else `gateway` and `room`. */
  url?: string;
  gateway?: string;
  room?: string;
  /** LiveKit's with a `url`, the session's with a `gateway`, or what fetches one. */
  token?: GatewayOptions['token'];
  /** How the room sounds while this person is away from it. */
  whileAway?: WhileAway;
  phone?: Phone;
  audio?: BrowserAudio;
}

/** Makes a conference; nothing is sent before it is joined. */
export type MakeConference = (settings: ConferenceSettings) => Conference | Promise<Conference>;

/** Loads LiveKit's client when a room is first joined: the only place that knows it. */
export const loadConference: MakeConference = async (settings) =>
  new (await import('@sidetone/conference')).Conference(settings);
