import {SidetoneError, type ErrorCode} from '@sidetone/core';
import {BrowserAudio, type AudioDevice} from '@sidetone/media';
import {html, LitElement, nothing} from 'lit';
import {property, state} from 'lit/decorators.js';
import {live} from 'lit/directives/live.js';
import {announce} from '../a11y/announce.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Subscription} from '../controllers/subscription.js';
import {icon, type IconName} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {deviceNotices, deviceOptions, type DeviceNotice} from './device-picker.core.js';
import {styles} from './device-picker.styles.js';
import {testTone} from './test-tone.js';

/**
 * @summary Microphone and speaker: which, how loud, and what to do when one cannot be used.
 *
 * Works with the `BrowserAudio` of the provider's phone. The speaker is left out where the browser does not
 * let pages choose one.
 *
 * @tagname sidetone-device-picker
 * @slot - More settings, at the end.
 * @csspart microphone - The field for the microphone.
 * @csspart speaker - The field for the speaker.
 * @csspart select - A select.
 * @csspart notice - What stands in the way, and the remedy.
 */
export class SidetoneDevicePicker extends LitElement {
  static override styles = [base, controls, styles];

  /** Instead of the phone's, where there is no phone yet. */
  @property({attribute: false}) audio: BrowserAudio | undefined;

  @state() private trying = false;
  @state() private sounding = false;
  @state() private failure: SidetoneError | undefined;

  readonly #phone = new PhoneController(this);
  readonly #local = new LocalizeController(this);
  readonly #audio = new Subscription<BrowserAudio>((audio, signal) => {
    const update = () => this.requestUpdate();
    for (const target of [audio, audio.devices, audio.microphone])
      target.addEventListener('change', update, {signal});
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.trying = false;
    this.#audio.follow(undefined);
  }

  protected override willUpdate(): void {
    const audio = this.audio ?? this.#phone.phone?.audio;
    this.#audio.follow(this.isConnected && audio instanceof BrowserAudio ? audio : undefined);
  }

  async #select(choose: Promise<void>): Promise<void> {
    this.failure = undefined;
    await choose.catch((error: unknown) => this.#failed(SidetoneError.from(error, 'speaker-unavailable')));
    this.requestUpdate(); // the select shows again what is really in use
  }

  /** Turns the microphone on once: the browser asks, and says the names of the devices. */
  async #allow(audio: BrowserAudio): Promise<void> {
    this.failure = undefined;
    try {
      (await audio.microphone.acquire()).release();
    } catch {
      return; // shown as the microphone's own error
    }
    await audio.devices.refresh();
  }

  async #testSpeaker(audio: BrowserAudio): Promise<void> {
    if (this.sounding) return;
    this.sounding = true;
    await testTone(audio).catch((error: unknown) =>
      this.#failed(SidetoneError.from(error, 'speaker-unavailable')),
    );
    this.sounding = false;
  }

  #failed(error: SidetoneError): void {
    this.failure = error;
    announce(this.#local.error(error), {lang: this.#local.locale});
  }

  protected override render() {
    const texts = this.#local.texts.devices;
    const audio = this.#audio.target;
    if (!audio) return html`<p class="hint">${texts.none}</p>`;
    const {microphones, canSelectSpeaker} = audio.devices;
    const notices = deviceNotices({
      microphoneError: audio.microphone.error?.code,
      named: microphones.some(({label}) => label),
      playbackBlocked: audio.playback === 'blocked',
    });
    return html`<div class="devices" role="group" aria-label=${texts.label}>
      ${notices.map((notice) => this.#renderNotice(notice, audio))}
      ${this.failure ? html`<p part="notice" class="notice danger">${this.#local.error(this.failure)}</p>` : nothing}
      ${this.#renderMicrophone(audio)} ${canSelectSpeaker ? this.#renderSpeaker(audio) : nothing}
      <slot></slot>
    </div>`;
  }

  #renderMicrophone(audio: BrowserAudio) {
    const texts = this.#local.texts.devices;
    const {devices} = audio;
    const inCall = this.#phone.calls.some((call) => call.connectedAt !== undefined);
    return html`<div part="microphone" class="device">
      ${this.#renderSelect({
        id: 'microphone',
        icon: 'microphone',
        label: texts.microphone,
        unnamed: texts.microphoneNumber,
        devices: devices.microphones,
        chosen: devices.microphone,
        select: (id) => devices.selectMicrophone(id),
      })}
      <div class="try">
        <sidetone-level-meter
          .capture=${audio.microphone}
          ?microphone=${this.trying || inCall}
          label=${this.#local.texts.level.microphone}
        ></sidetone-level-meter>
        ${
          inCall
            ? nothing
            : html`<button
                class="button try-microphone"
                type="button"
                aria-pressed=${this.trying}
                @click=${() => (this.trying = !this.trying)}
              >
                ${texts.testMicrophone}
              </button>`
        }
      </div>
    </div>`;
  }

  #renderSpeaker(audio: BrowserAudio) {
    const texts = this.#local.texts.devices;
    const {devices} = audio;
    return html`<div part="speaker" class="device">
      ${this.#renderSelect({
        id: 'speaker',
        icon: 'speaker',
        label: texts.speaker,
        unnamed: texts.speakerNumber,
        devices: devices.speakers,
        chosen: devices.speaker,
        select: (id) => devices.selectSpeaker(id),
      })}
      <div class="try">
        <button
          class="button try-speaker"
          type="button"
          aria-disabled=${this.sounding}
          @click=${() => void this.#testSpeaker(audio)}
        >
          ${texts.testSpeaker}
        </button>
        ${this.sounding ? html`<span class="hint">${texts.testing}</span>` : nothing}
      </div>
    </div>`;
  }

  #renderSelect({id, icon: name, label, unnamed, devices, chosen, select}: DeviceSelect) {
    const {system, gone} = this.#local.texts.devices;
    const options = deviceOptions(devices, chosen, {system, gone, unnamed});
    const changed = (event: Event) => void this.#select(select((event.target as HTMLSelectElement).value));
    return html`<label for=${id}>${icon(name)} ${label}</label>
      <span class="select">
        <select part="select" class="field" id=${id} .value=${live(chosen)} @change=${changed}>
          ${options.map(
            (option) =>
              html`<option value=${option.id} ?selected=${option.selected}>${option.label}</option>`,
          )}
        </select>
        ${icon('chevron')}
      </span>`;
  }

  #renderNotice({kind, remedy}: DeviceNotice, audio: BrowserAudio) {
    const texts = this.#local.texts.devices;
    const {errors} = this.#local.texts;
    const words =
      kind === 'unasked'
        ? texts.unasked
        : kind === 'blocked'
          ? errors['playback-blocked']
          : errors[this.#microphoneError(audio)];
    const act = remedy === 'enable-sound' ? () => audio.unblock() : () => this.#allow(audio);
    const label = {'try-again': texts.tryAgain, 'enable-sound': texts.enableSound, allow: texts.allow}[
      remedy
    ];
    const tone = kind === 'unasked' ? '' : kind === 'blocked' ? 'warning' : 'danger';
    return html`<div part="notice" class="notice ${tone} ${kind}">
      <span>${words}</span>
      <button class="button remedy" type="button" @click=${() => void act()}>${label}</button>
    </div>`;
  }

  #microphoneError(audio: BrowserAudio): ErrorCode {
    return audio.microphone.error?.code ?? 'microphone-missing';
  }
}

interface DeviceSelect {
  id: string;
  icon: IconName;
  label: string;
  unnamed: (position: number) => string;
  devices: readonly AudioDevice[];
  chosen: string;
  select: (id: string) => Promise<void>;
}
