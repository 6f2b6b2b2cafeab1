import {gateway, Phone, type Call, type PhoneLeg, type SidetoneError} from '@sidetone/core';
import {Conference, type ConferenceOptions} from '@sidetone/conference';
import {BrowserAudio} from '@sidetone/media';
import {hears, toneTrack} from '@sidetone/media/testing';
import {engines} from './engines.js';
import {GapWatch} from './gaps.js';

export interface AttendeeSetup {
  /** Of their telephone. */
  engine: keyof typeof engines;
  /** The gateway, and this user's session token. */
  gateway: string;
  token: string;
  /** What this person says, Hz. */
  voice: number;
  /** The room, unless they only telephone. */
  room?: string;
  /** They have no telephone. */
  phoneless?: boolean;
  /** How the room sounds while they talk elsewhere. */
  whileAway?: 'silent' | 'ducked';
}

// What sounds at the loudspeaker: every media element that plays aloud.
const players = new Set<HTMLAudioElement>();
globalThis.Audio = class extends Audio {
  constructor(source?: string) {
    super(source);
    players.add(this);
  }
};

// The way to one server can be cut, and only that.
const sockets = new Set<WebSocket>();
let severed = '';
globalThis.WebSocket = class extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    // Nobody answers at the discard port.
    super(severed && `${url}`.startsWith(severed) ? 'ws://127.0.0.1:9/' : url, protocols);
    sockets.add(this);
  }
};

const atLoudspeaker = () =>
  [...players].filter(({srcObject, muted, paused, volume}) => srcObject && !muted && !paused && volume > 0);

/** A phone of the room as it was shown, from one moment on. */
interface ShownLeg {
  status: string;
  cause?: string | undefined;
  code?: number | undefined;
  /** On this page's clock, ms. */
  at: number;
}

/** Somebody with a browser: in a room, on the phone, or both. */
const attendee = {
  phone: undefined as unknown as Phone,
  conference: undefined as unknown as Conference,
  audio: undefined as unknown as BrowserAudio,
  /** Every call there was, oldest first. */
  calls: [] as Call[],
  /** States that the conference has shown, in order. */
  states: [] as string[],
  /** Codes of errors that it has shown, in order. */
  errors: [] as string[],
  /** For each leg, by its id, the statuses that were shown, in order. */
  legs: {} as Record<string, ShownLeg[]>,
  digits: [] as string[],
  /** How often the microphone was asked for. */
  captures: 0,
  gaps: undefined as unknown as GapWatch,

  open({engine, gateway: url, token, voice, room, phoneless, whileAway}: AttendeeSetup): void {
    navigator.mediaDevices.getUserMedia = async () => {
      attendee.captures++;
      return new MediaStream([toneTrack(voice)]);
    };
    attendee.audio = new BrowserAudio({storage: null});
    if (!phoneless) {
      const credentials = gateway(url, {token});
      const {audio} = attendee;
      attendee.phone = new Phone({credentials, engine: engines[engine], audio, country: 'CH'});
      attendee.phone.addEventListener('calls', ({call}) => {
        if (!attendee.calls.includes(call)) attendee.calls.push(call);
      });
    }
    if (room) attendee.confer({gateway: url, room, token, ...(whileAway && {whileAway})});
  },

  /** Has a conference, not joined yet. */
  confer(options: ConferenceOptions): void {
    const conference = new Conference({
      ...options,
      audio: attendee.audio,
      ...(attendee.phone && {phone: attendee.phone}),
    });
    attendee.conference = conference;
    attendee.states = [];
    attendee.errors = [];
    conference.addEventListener('change', () => {
      if (attendee.states.at(-1) !== conference.state) attendee.states.push(conference.state);
      const {error} = conference;
      if (error && attendee.errors.at(-1) !== error.code) attendee.errors.push(error.code);
    });
    conference.addEventListener('legs', ({leg, what}) => {
      const seen = (attendee.legs[leg.id] ??= []);
      const {cause, code} = leg;
      const shown = what === 'removed' ? {status: 'removed'} : {status: leg.status, cause, code};
      if (seen.at(-1)?.status !== shown.status) seen.push({...shown, at: performance.now()});
    });
    conference.addEventListener('digit', ({participant, digit}) =>
      attendee.digits.push(`${participant.number ?? participant.name}:${digit}`),
    );
  },

  /** Cuts the WebSockets to this address, and lets none through until it is mended. */
  cut(address: string): void {
    severed = address;
    for (const socket of sockets) if (socket.url.startsWith(severed)) socket.close();
  },

  /** Nothing is cut any more, and the browser tells of it. */
  mend(): void {
    severed = '';
    window.dispatchEvent(new Event('online'));
  },

  /** Runs a request and tells what became of it: `'ok'`, or the error's code and words. */
  async outcome(request: () => Promise<unknown> | unknown): Promise<{code: string; message: string}> {
    try {
      await request();
      return {code: 'ok', message: ''};
    } catch (error) {
      console.error(error, (error as Error).cause);
      const {code, message} = error as SidetoneError;
      return {code, message};
    }
  },

  call(index = -1): Call {
    const call = attendee.calls.at(index);
    if (!call) throw new Error('There is no call.');
    return call;
  },

  /** A phone of the room that is not over. */
  leg(id: string): PhoneLeg {
    const leg = attendee.conference.legs.find((one) => one.id === id && !one.ended);
    if (!leg) throw new Error(`There is no phone ${id}.`);
    return leg;
  },

  /** What a person reads of the room. */
  people() {
    const {local, participants} = attendee.conference;
    return [...(local ? [local] : []), ...participants].map((one) => {
      const {id, name, kind, muted, away, speaking, number, via, hostId, leg} = one;
      return {id, name, kind, muted, away, speaking, number, via, hostId, status: leg?.status};
    });
  },

  /** From now on silences at the loudspeaker are noticed. */
  watch(): void {
    attendee.gaps = new GapWatch(() => atLoudspeaker().map(({srcObject}) => srcObject as MediaStream));
  },

  /** Listens at the loudspeaker: the level of each frequency, dBFS. */
  async hears(frequencies: number[]): Promise<number[]> {
    const heard = await Promise.all(
      atLoudspeaker().map(async ({srcObject, volume}) => {
        const {levels} = await hears(srcObject as MediaStream, {frequencies, duration: 500});
        return frequencies.map((hz) => (levels[hz] ?? -Infinity) + 20 * Math.log10(volume));
      }),
    );
    return frequencies.map((_, index) => {
      const power = heard.reduce((sum, levels) => sum + 10 ** (levels[index]! / 10), 0);
      return Math.max(-200, 10 * Math.log10(power));
    });
  },
};

export type AttendeePage = typeof attendee;
Object.assign(globalThis, {attendee});
