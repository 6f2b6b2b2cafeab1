import {EventEmitter, once} from 'node:events';
import {randomUUID} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {frameSamples, sampleRate} from '../audio/format.js';
import {Rechunker} from '../audio/rechunk.js';
import type {AsteriskAccess} from '../bridge.js';
import {Ari} from '../asterisk/ari.js';
import {MediaSocket} from '../asterisk/media-socket.js';
import {Listener} from './listener.js';

/**
 * Somebody on the phone: a channel in Asterisk whose ears and mouth are here. To a bridge it is a caller like any other: answered,
 * and in the Stasis application.
 */
export class TestPhone {
  readonly channelId = `phone-${randomUUID()}`;
  /** Of a phone with a line: the channel that is the phone, and the line's end there. */
  readonly #ear = `ear-${randomUUID()}`;
  readonly #far = `far-${randomUUID()}`;
  readonly ears = new Listener();
  /** Keys that the phone was told to have been pressed at the other end. */
  digits = '';
  readonly #ari: Ari;
  readonly #blocks = new Rechunker(frameSamples);
  readonly #keys = new EventEmitter<{digit: []}>();
  #socket!: MediaSocket;
  #frequency = 0;
  #phase = 0;
  #speaking: NodeJS.Timeout | undefined;
  #due = 0;

  private constructor(ari: Ari) {
    this.#ari = ari;
  }

  /**
   * `line` is an extension that answers in the Stasis application, such as `609@phones`: with one, there is a telephone line between
   * the phone and its channel, and keys can be pressed at its end.
   */
  static async call(access: AsteriskAccess, line?: string): Promise<TestPhone> {
    const phone = new TestPhone(new Ari(access));
    await phone.#connect(line ? phone.#ear : phone.channelId);
    if (line) await phone.#lay(line);
    return phone;
  }

  /** Says a tone of half the full scale from now on; 0 is silence. */
  say(frequency: number): void {
    this.#frequency = frequency;
  }

  /** Resolves when this many digits were heard. */
  async hearDigits(count: number): Promise<string> {
    while (this.digits.length < count) await once(this.#keys, 'digit');
    return this.digits;
  }

  /** Presses keys. Only a phone with a line has any. */
  async press(digits: string): Promise<void> {
    await this.#ari.request('POST', `/channels/${this.#far}/dtmf`, {dtmf: digits});
  }

  async hangUp(): Promise<void> {
    clearInterval(this.#speaking);
    for (const id of [this.channelId, this.#ear])
      await this.#ari.request('DELETE', `/channels/${id}`).catch(() => undefined);
    await this.#ari.request('DELETE', `/bridges/${this.channelId}`).catch(() => undefined);
    this.#socket.close();
  }

  async #lay(line: string): Promise<void> {
    await this.#ari.request('POST', '/channels', {
      endpoint: `Local/${line}/n`,
      app: this.#ari.app,
      channelId: this.channelId,
      otherChannelId: this.#far,
    });
    await this.#ari.request('POST', `/bridges/${this.channelId}`, {type: 'mixing'});
    const channel = `${this.#ear},${this.#far}`;
    await this.#eventually(() =>
      this.#ari.request('POST', `/bridges/${this.channelId}/addChannel`, {channel}),
    );
    await this.#eventually(async () => {
      const {state} = await this.#ari.request<{state: string}>('GET', `/channels/${this.channelId}`);
      if (state !== 'Up') throw new Error(`The line is ${state}.`);
    });
  }

  async #eventually(attempt: () => Promise<unknown>): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await attempt();
        return;
      } catch (error) {
        if (tries > 100) throw error;
        await sleep(20);
      }
    }
  }

  async #connect(channelId: string): Promise<void> {
    this.#socket = await MediaSocket.open(this.#ari, channelId, {
      audio: (bytes) => this.#blocks.push(bytes, (block) => this.ears.hear(block)),
      digit: (digit) => {
        this.digits += digit;
        this.#keys.emit('digit');
      },
    });
    this.#due = performance.now();
    this.#speaking = setInterval(() => this.#speak(), 5);
  }

  #speak(): void {
    const step = (2 * Math.PI * this.#frequency) / sampleRate;
    for (const now = performance.now(); this.#due <= now; this.#due += 20)
      this.#socket.send(
        Int16Array.from({length: frameSamples}, () => 16_384 * Math.sin((this.#phase += step))),
      );
  }
}
