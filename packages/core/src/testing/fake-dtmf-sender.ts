import type {DtmfInserter} from '../dtmf-rtp.js';

/**
 * An RTCDTMFSender that behaves as Chromium's does: tones start one after the other, each with a
 * `tonechange`, the last followed by an empty one. When it cannot insert the next tone, it drops that one
 * without a word and stops.
 */
export class FakeDtmfSender extends EventTarget implements DtmfInserter {
  canInsertDTMF = true;
  toneBuffer = '';
  /** Every `insertDTMF`. */
  readonly inserted: {tones: string; duration: number; gap: number}[] = [];
  /** Every tone that went out: which, when it began (ms), and whether another insert cut it short. */
  readonly played: {tone: string; at: number; cut: boolean}[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busyUntil = 0;

  insertDTMF(tones: string, duration = 100, gap = 70): void {
    if (!this.canInsertDTMF) throw new DOMException('cannot insert', 'InvalidStateError');
    this.inserted.push({tones, duration, gap});
    this.toneBuffer = tones;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#next(duration, gap), 1);
  }

  #next(duration: number, gap: number): void {
    const tone = this.toneBuffer[0] ?? '';
    this.toneBuffer = this.toneBuffer.slice(1);
    if (tone && tone !== ',') {
      if (!this.canInsertDTMF) return;
      const last = this.played.at(-1);
      if (last && Date.now() < this.#busyUntil) last.cut = true;
      this.played.push({tone, at: Date.now(), cut: false});
      this.#busyUntil = Date.now() + duration;
    }
    if (tone)
      this.#timer = setTimeout(() => this.#next(duration, gap), tone === ',' ? 2_000 : duration + gap);
    this.dispatchEvent(Object.assign(new Event('tonechange'), {tone}));
  }
}
