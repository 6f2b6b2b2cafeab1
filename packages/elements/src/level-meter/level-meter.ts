import type {Microphone, MicrophoneLease} from '@sidetone/core';
import {LevelMeter} from '@sidetone/media';
import {html, LitElement} from 'lit';
import {property, state} from 'lit/decorators.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {VisibleController} from '../controllers/visible-controller.js';
import {base} from '../styles/base.js';
import {levelWord, type LevelWord} from './level-meter.core.js';
import {styles} from './level-meter.styles.js';

/**
 * @summary How loud a stream is, or the microphone. Measures only while it can be seen.
 * @tagname sidetone-level-meter
 * @csspart meter - The bar.
 * @csspart rest - Covers the part of the bar that the level does not reach.
 * @cssproperty [--sidetone-level-meter-thickness=10px] - Height of the bar.
 * @cssproperty --sidetone-level-meter-low - Colour of good levels.
 * @cssproperty --sidetone-level-meter-high - Colour of high levels.
 * @cssproperty --sidetone-level-meter-top - Colour of levels that are too high.
 */
export class SidetoneLevelMeter extends LitElement {
  static override styles = [base, styles];

  /** What is measured: a microphone's stream or a far side's. */
  @property({attribute: false}) stream: MediaStream | undefined;

  /** Without a stream: measures the phone's microphone, and turns it on for that. The browser may ask the person. */
  @property({type: Boolean, reflect: true}) microphone = false;

  /** Whose microphone, where it is not the phone's. */
  @property({attribute: false}) capture: Microphone | undefined;

  /** What a screen reader calls it. */
  @property() label: string | undefined;

  @state() private word: LevelWord = 'silent';

  readonly #phone = new PhoneController(this);
  readonly #local = new LocalizeController(this);
  readonly #visible = new VisibleController(this, () => this.requestUpdate());
  #measured: object | undefined;
  #life = new AbortController();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#follow(undefined);
  }

  protected override willUpdate(): void {
    const microphone = this.capture ?? this.#phone.phone?.microphone;
    const source = this.stream ?? (this.microphone ? microphone : undefined);
    this.#follow(this.#visible.visible && this.isConnected ? source : undefined);
  }

  /** Measures this from now on, and nothing else. */
  #follow(source: MediaStream | Microphone | undefined): void {
    if (source === this.#measured) return;
    this.#life.abort();
    this.#life = new AbortController();
    this.#measured = source;
    this.#show(0);
    if (source instanceof MediaStream) this.#measure(source, this.#life.signal);
    else if (source) void this.#listen(source, this.#life.signal);
  }

  async #listen(microphone: Microphone, signal: AbortSignal): Promise<void> {
    let lease: MicrophoneLease;
    try {
      lease = await microphone.acquire({signal});
    } catch {
      return; // the microphone keeps its error for whoever shows it
    }
    signal.addEventListener('abort', () => lease.release());
    if (signal.aborted) return lease.release();
    let replaced = new AbortController();
    const measure = () => {
      replaced.abort();
      replaced = new AbortController();
      this.#measure(new MediaStream([lease.track]), AbortSignal.any([signal, replaced.signal]));
    };
    lease.addEventListener('track', measure, {signal});
    measure();
  }

  #measure(stream: MediaStream, signal: AbortSignal): void {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const meter = new LevelMeter(stream, {interval: calm ? 500 : 60, signal});
    meter.addEventListener('level', () => this.#show(meter.level), {signal});
  }

  /** Without rendering: this comes many times a second. Screen readers hear of it when the word changes. */
  #show(level: number): void {
    const meter = this.renderRoot.querySelector<HTMLElement>('[role=meter]');
    meter?.style.setProperty('--_level', level.toFixed(3));
    const word = levelWord(level);
    if (word === this.word) return;
    meter?.setAttribute('aria-valuenow', String(Math.round(level * 100)));
    this.word = word;
  }

  protected override render() {
    const texts = this.#local.texts.level;
    return html`<div
      part="meter"
      role="meter"
      aria-label=${this.label ?? (this.microphone && !this.stream ? texts.microphone : texts.label)}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow="0"
      aria-valuetext=${texts[this.word]}
    >
      <div part="rest" class="rest"></div>
    </div>`;
  }
}
