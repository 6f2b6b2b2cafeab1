import {SidetoneError} from './errors.js';
import {pauseLength, type ToneSender, type ToneSendOptions} from './dtmf.js';
import {pause} from './timer.js';

/** The part of RTCRtpSender that is used. */
export interface AudioSender {
  /** Without a track nothing leaves: Chromium claims to play tones, and sends them in a heap when a track is back. */
  readonly track: unknown;
  readonly dtmf: DtmfInserter | null;
}

/**
 * The part of RTCPeerConnection that is used. Until it is connected, DTLS included, Chromium plays tones to nobody too. The
 * sender's own `transport.state` would say it as well, but in about one call in a hundred Chromium leaves it at `connecting` for good.
 */
export type ToneConnection = Pick<RTCPeerConnection, 'connectionState'>;

/** The part of RTCDTMFSender that is used. */
export interface DtmfInserter extends EventTarget {
  readonly canInsertDTMF: boolean;
  insertDTMF(tones: string, duration?: number, interToneGap?: number): void;
}

/** How often the sender is looked at, in ms: the browser has no event for "can send", nor for a tone that it dropped. */
const lookAgain = 100;
/** A tone that is later than this, in ms, was dropped. */
const overdue = 1_000;
/** Inserted this often without a single tone, the browser's sender is stuck: Chromium's is after a hold in the very ms of a tone's start. */
const attempts = 3;

/**
 * Tones as RFC 4733 events. One `insertDTMF` carries all tones of a lot, because digits inserted one by one
 * got lost; the next lot waits for the last gap, so no tone is cut. When the call stops carrying tones (a hold, a
 * re-INVITE) the browser drops the next tone without a word and stops; here the rest goes on afterwards, that tone included.
 */
export class RtpToneSender implements ToneSender {
  readonly #sender: AudioSender;
  readonly #connection: ToneConnection;

  constructor(sender: AudioSender, connection: ToneConnection) {
    this.#sender = sender;
    this.#connection = connection;
  }

  async send(tones: string, options: ToneSendOptions): Promise<void> {
    const {signal, gate} = options;
    let left = tones;
    let inVain = 0;
    while (left && !signal.aborted) {
      if (!this.#ready) {
        await pause(lookAgain, signal);
        continue;
      }
      const before = left;
      left = await gate.pass(() => this.#play(before, options), signal);
      inVain = left === before && this.#ready ? inVain + 1 : 0;
      if (inVain === attempts) {
        throw new SidetoneError('dtmf-unavailable', {detail: 'the browser sends no more tones in this call'});
      }
    }
    if (!signal.aborted) return;
    this.#clear();
    await pause(options.duration + options.gap); // lets the tone that is being played end
  }

  get #ready(): boolean {
    const {track, dtmf} = this.#sender;
    return Boolean(track && dtmf?.canInsertDTMF && this.#connection.connectionState === 'connected');
  }

  #clear(): void {
    if (this.#sender.dtmf?.canInsertDTMF) this.#sender.dtmf.insertDTMF('');
  }

  /** Follows what the browser plays. Resolves with what it did not play. */
  #play(tones: string, {duration, gap, onTone, signal, gate}: ToneSendOptions): Promise<string> {
    if (signal.aborted || !this.#ready) return Promise.resolve(tones);
    return new Promise((resolve) => {
      const playing = new AbortController();
      let left = tones;
      /** Set once the tone in hand is the last one for now. */
      let ending: ReturnType<typeof setTimeout> | undefined;
      let patience = looks(overdue + duration + gap);
      const finish = () => {
        clearInterval(looking);
        clearTimeout(ending);
        playing.abort();
        if (left && !this.#sender.track) this.#clear();
        resolve(left);
      };
      const toneChanged = ({tone}: RTCDTMFToneChangeEvent) => {
        if (!tone) return ending ? undefined : finish();
        left = left.slice(1);
        patience = looks(overdue + (tone === ',' ? pauseLength : duration) + gap);
        if (tone !== ',') onTone(tone);
        if (!this.#sender.track) finish();
      };
      const look = () => {
        if (!this.#ready) patience = Math.min(patience, 2);
        if (--patience <= 0) finish();
      };
      const looking = setInterval(look, lookAgain);
      this.#sender.dtmf?.addEventListener(
        'tonechange',
        (event) => toneChanged(event as RTCDTMFToneChangeEvent),
        {signal: playing.signal},
      );
      signal.addEventListener('abort', finish, {signal: playing.signal});
      const endAfterTone = () => {
        ending = setTimeout(finish, duration + gap);
        this.#clear();
      };
      gate.addEventListener('shut', endAfterTone, {signal: playing.signal});
      this.#sender.dtmf?.insertDTMF(tones, duration, gap);
    });
  }
}

/**
 * Patience is counted in looks, not in time: after a moment in which the page could do nothing, the tone
 * changes that were waiting come before it runs out.
 */
function looks(ms: number): number {
  return Math.ceil(ms / lookAgain);
}
