import type {Call} from '@sidetone/core';
import {QualityMonitor, type QualityReport} from '@sidetone/media';
import {html, LitElement, nothing} from 'lit';
import {property, state} from 'lit/decorators.js';
import {CallController} from '../controllers/call-controller.js';
import {setState} from '../controllers/custom-state.js';
import {Subscription} from '../controllers/subscription.js';
import {icon} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {qualityView} from './call-quality.core.js';
import {styles} from './call-quality.styles.js';

/**
 * @summary How good a call sounds, from 1 to 5 bars and in words; why, on request; and what to do about it.
 *
 * It is no live region: who wants to know looks or asks.
 *
 * @tagname sidetone-call-quality
 * @csspart summary - Bars and word; opens the details.
 * @csspart bars - The bars.
 * @csspart details - The measured values.
 * @csspart warning - A sentence about something that is noticed.
 * @cssstate warning - Something is noticed.
 */
export class SidetoneCallQuality extends LitElement {
  static override styles = [base, controls, styles];

  /** The call; without it, the provider's current one. */
  @property({attribute: false}) call: Call | undefined;

  /** Shown instead of measuring, e.g. what the far side reports. */
  @property({attribute: false}) report: QualityReport | undefined;

  /** The measured values are shown. */
  @property({type: Boolean, reflect: true}) open = false;

  @state() private measured: QualityReport | undefined;

  readonly #call = new CallController(this);
  readonly #local = new LocalizeController(this);
  readonly #internals = this.attachInternals();
  readonly #connection = new Subscription<RTCPeerConnection>((connection, signal) => {
    this.measured = undefined;
    const isMuted = () => this.#call.call?.muted ?? false;
    const monitor = new QualityMonitor(connection, {isMuted, signal});
    monitor.addEventListener('quality', () => (this.measured = monitor.report), {signal});
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connection.follow(undefined);
  }

  protected override updated(): void {
    const {call} = this.#call;
    const watched =
      this.isConnected && !this.report && call?.connectedAt && !call.ended ? call.connection : undefined;
    this.#connection.follow(watched);
    setState(this.#internals, 'warning', this.#warnings.length > 0);
  }

  get #warnings() {
    return (this.report ?? this.measured)?.warnings ?? [];
  }

  protected override render() {
    const {call} = this.#call;
    if (!this.report && (!call?.connectedAt || call.ended)) return nothing;
    const texts = this.#local.texts.quality;
    const report = this.report ?? this.measured;
    const {bars, word} = qualityView(report?.mos);
    return html`<details
        ?open=${this.open}
        @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}
      >
        <summary part="summary">
          <span part="bars" class="bars ${word ?? ''}" aria-hidden="true">
            ${[1, 2, 3, 4, 5].map((bar) => html`<span class="bar ${bar <= bars ? 'on' : ''}"></span>`)}
          </span>
          <span class="visually-hidden">${texts.label}${this.#local.texts.listSeparator}</span>
          <span>${word ? texts[word] : texts.unknown}</span>
          ${icon('chevron')}
        </summary>
        ${report ? this.#renderValues(report) : nothing}
      </details>
      ${this.#renderWarnings()}`;
  }

  #renderValues({mos, lossIn, lossOut, jitter, roundTrip, codec}: QualityReport) {
    const texts = this.#local.texts.quality;
    const share = (value: number) => this.#local.number(value, {style: 'percent', maximumFractionDigits: 1});
    const ms = (value: number) =>
      this.#local.number(Math.round(value), {style: 'unit', unit: 'millisecond', unitDisplay: 'short'});
    const rows: [string, string][] = [
      [texts.score, this.#local.number(mos, {minimumFractionDigits: 1, maximumFractionDigits: 1})],
      [texts.lossIn, share(lossIn)],
      [texts.lossOut, share(lossOut)],
      [texts.jitter, ms(jitter)],
      [texts.roundTrip, roundTrip === undefined ? '–' : ms(roundTrip)],
      [texts.codec, codec || '–'],
    ];
    return html`<dl part="details" class="numeric">
      ${rows.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd><bdi>${value}</bdi></dd>
          </div>`,
      )}
    </dl>`;
  }

  #renderWarnings() {
    const texts = this.#local.texts.quality.warnings;
    if (!this.#warnings.length) return nothing;
    return html`<ul class="warnings">
      ${this.#warnings.map((warning) => html`<li part="warning" class="notice warning">${texts[warning]}</li>`)}
    </ul>`;
  }
}
