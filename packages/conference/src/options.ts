import type {GatewayOptions, Microphone, Phone} from '@sidetone/core';
import type {BrowserAudio} from '@sidetone/media';

/** How a room is entered, and what of this page takes part in it. */
export interface ConferenceOptions {
  /** LiveKit's address, `wss://livekit.example`, with a `token` of LiveKit's; or else `gateway` and `room`. */
  url?: string;
  /** A Sidetone gateway's address: it lets this session's user into `room`. */
  gateway?: string;
  /** The room's name; with `url` the token says it. */
  room?: string;
  /**
   * With `url` LiveKit's token, or what fetches a fresh one for each join. With `gateway` the session's token, or what fetches
   * one; without it the gateway's cookie is used.
   */
  token?: GatewayOptions['token'];
  /**
   * The page's phone: its microphone and speaker are the room's too, its calls can be brought in, and one conversation is
   * held at a time.
   */
  phone?: Phone;
  /** How the room sounds while a call talks that is not in it, or this person has stepped out: `silent`, or `ducked`, 20 dB down. */
  whileAway?: 'silent' | 'ducked';
  /** The phone's, unless given. */
  audio?: BrowserAudio;
  /** The phone's, unless given: `phone.microphone`. */
  microphone?: Microphone;
}
