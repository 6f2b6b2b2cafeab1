import {pauseLength, type ToneSender, type ToneSendOptions} from './dtmf.js';
import {pause} from './timer.js';

/** Sends one SIP INFO; resolves on 2xx. */
export type SendInfo = (contentType: string, body: string) => Promise<void>;

/** Tones as SIP INFO with `application/dtmf-relay`, one at a time, each after the 2xx of the one before. */
export class InfoToneSender implements ToneSender {
  readonly #sendInfo: SendInfo;

  constructor(sendInfo: SendInfo) {
    this.#sendInfo = sendInfo;
  }

  async send(tones: string, {duration, gap, onTone, signal, gate}: ToneSendOptions): Promise<void> {
    for (const tone of tones) {
      if (signal.aborted) return;
      if (tone === ',') {
        await pause(pauseLength, signal);
        continue;
      }
      await gate.pass(async () => {
        if (signal.aborted) return;
        const over = pause(duration + gap, signal);
        await this.#sendInfo('application/dtmf-relay', `Signal=${tone}\r\nDuration=${duration}`);
        onTone(tone);
        await over;
      }, signal);
    }
  }
}
