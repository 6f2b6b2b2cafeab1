import {throwIfAborted, unlessAborted, type OperationOptions} from './abort.js';
import {SidetoneError} from './errors.js';
import {ToneGate} from './tone-gate.js';

/** How long a tone and the silence after it last, in ms. */
export interface ToneTiming {
  /** Default 100, at least 40. */
  duration?: number;
  /** Default 70, at least 30. */
  gap?: number;
}

/** Sends tones by one means; see `dtmf-rtp.ts` and `dtmf-info.ts`. */
export interface ToneSender {
  /**
   * Sends `0-9*#A-D,` in order, and waits while the call cannot carry them (a hold). Resolves when the last
   * one and its gap are over. Rejects with `dtmf-unavailable`, or as soon as `signal` aborts; then the rest is not sent.
   */
  send(tones: string, options: ToneSendOptions): Promise<void>;
}

export interface ToneSendOptions extends Required<ToneTiming> {
  /** Called with each tone when it is really sent; not with pauses. */
  onTone: (tone: string) => void;
  signal: AbortSignal;
  /** Each tone, or run of tones, passes here. */
  gate: ToneGate;
}

export interface EnqueueOptions extends ToneTiming, OperationOptions {
  /** The means for these tones. */
  sender: ToneSender;
}

/** A `,` is this long, in ms (W3C WebRTC 7.2, as in `tel:` URIs). */
export const pauseLength = 2_000;

/**
 * Checks tones and writes them in one way: `0-9*#A-D`, `,` for a pause of 2 s, without spaces and dashes.
 * Throws `dtmf-invalid`, which names the one wrong character only: the rest may be a PIN.
 */
export function parseTones(tones: string): string {
  const plain = tones.replace(/[\s\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF\p{Pd}]/gu, '').toUpperCase();
  const wrong = /[^0-9*#A-D,]/u.exec(plain)?.[0];
  if (wrong) throw new SidetoneError('dtmf-invalid', {detail: `not "${wrong}"`});
  if (!plain) throw new SidetoneError('dtmf-invalid', {detail: 'there is nothing to send'});
  return plain;
}

/** Timing within what the far side can tell apart. */
export function toneTiming({duration = 100, gap = 70}: ToneTiming = {}): Required<ToneTiming> {
  return {duration: Math.min(Math.max(duration, 40), 6_000), gap: Math.max(gap, 30)};
}

/**
 * Keeps one call's tones in order: each lot is sent after the one before it, whatever became of that one.
 */
export class DtmfQueue {
  readonly #onTone: (tone: string) => void;
  readonly #waiting = new Set<AbortController>();
  readonly #gate = new ToneGate();
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  /** @param onTone Called with each tone when it is really sent. */
  constructor(onTone: (tone: string) => void) {
    this.#onTone = onTone;
  }

  /** Resolves when all were sent. Rejects with `dtmf-invalid`, `dtmf-unavailable` or, after a close or an abort, `aborted`. */
  async enqueue(tones: string, {sender, signal, ...timing}: EnqueueOptions): Promise<void> {
    const parsed = parseTones(tones);
    throwIfAborted(signal);
    if (this.#closed) throw new SidetoneError('aborted');
    const lot = new AbortController();
    const abort = () => lot.abort();
    signal?.addEventListener('abort', abort);
    this.#waiting.add(lot);
    const sent = this.#last.then(async () => {
      if (lot.signal.aborted) return;
      const means = {onTone: this.#onTone, gate: this.#gate, signal: lot.signal};
      await sender.send(parsed, {...toneTiming(timing), ...means});
    });
    this.#last = sent.catch(() => {});
    try {
      // Neither for the end of what was aborted, nor for the turn of what will not be sent.
      await unlessAborted(sent, lot.signal);
    } catch (error) {
      throw SidetoneError.from(error, 'dtmf-unavailable');
    } finally {
      this.#waiting.delete(lot);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Runs a re-INVITE between two tones: the one in hand ends before it, the others come after it. */
  between<Result>(act: () => Promise<Result>): Promise<Result> {
    return this.#gate.between(act);
  }

  /** The call is over: what was not sent never will be. */
  close(): void {
    this.#closed = true;
    for (const lot of this.#waiting) lot.abort();
  }
}
