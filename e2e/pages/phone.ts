import {
  Phone,
  type Account,
  type AccountOptions,
  type Call,
  type CallStatus,
  type SidetoneError,
} from '@sidetone/core';
import {BrowserAudio} from '@sidetone/media';
import {hears, toneTrack, type Heard} from '@sidetone/media/testing';
import {engines} from './engines.js';

export interface Setup extends AccountOptions {
  engine: keyof typeof engines;
  /** What this phone's microphone plays, in Hz; the browser's fake device without it. */
  voice?: number;
}

/** What went wrong with a request, as a test can compare it: `'ok'`, or the error's code. */
type Outcome = 'ok' | SidetoneError['code'];

/** A headless phone, and the ears and hands that a test needs. */
const desk = {
  phone: undefined as unknown as Phone,
  audio: undefined as unknown as BrowserAudio,
  /** Every call there was, oldest first. */
  calls: [] as Call[],
  /** Each status that each call has shown, in order. */
  statuses: [] as CallStatus[][],
  accounts: [] as Account[],

  open({engine, voice, ...account}: Setup): void {
    if (voice) navigator.mediaDevices.getUserMedia = async () => new MediaStream([toneTrack(voice)]);
    desk.audio = new BrowserAudio({storage: null});
    desk.phone = new Phone({...account, engine: engines[engine], audio: desk.audio, country: 'CH'});
    desk.accounts = [...desk.phone.accounts];
    desk.phone.addEventListener('calls', ({call}) => {
      if (!desk.calls.includes(call)) {
        desk.calls.push(call);
        desk.statuses.push([]);
      }
      const seen = desk.statuses[desk.calls.indexOf(call)]!;
      if (seen.at(-1) !== call.status) seen.push(call.status);
    });
  },

  /** Runs a request and tells what became of it. */
  async outcome(request: () => Promise<unknown> | unknown): Promise<Outcome> {
    try {
      await request();
      return 'ok';
    } catch (error) {
      console.error(error, (error as Error).cause);
      return (error as SidetoneError).code;
    }
  },

  call(index = -1): Call {
    const call = desk.calls.at(index);
    if (!call) throw new Error('There is no call.');
    return call;
  },

  /** What a test asserts of a call. */
  facts(index = -1) {
    const {status, cause, code, message, direction, heldBy, pending, muted, earlyMedia, remote, sipCallId} =
      desk.call(index);
    return {status, cause, code, message, direction, heldBy, pending, muted, earlyMedia, remote, sipCallId};
  },

  /** Listens to a call's far side. */
  async hears(index = -1, frequencies: number[] = []): Promise<Heard> {
    const stream = desk.call(index).remoteStream;
    if (!stream) return {frequency: 0, level: -Infinity, rms: -Infinity, levels: {}};
    return hears(stream, {frequencies, duration: 400});
  },
};

export type Desk = typeof desk;
Object.assign(globalThis, {desk});
