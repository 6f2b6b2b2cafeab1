import {Pin, type Call} from '@sidetone/core';
import {html, LitElement, nothing, type PropertyValues} from 'lit';
import {property, query, state} from 'lit/decorators.js';
import {announce} from '../a11y/announce.js';
import {CallController} from '../controllers/call-controller.js';
import {setState} from '../controllers/custom-state.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Requester} from '../controllers/requester.js';
import type {DialIn} from '../dial-in/dial-in.core.js';
import {PinRequestEvent} from '../events/index.js';
import {icon} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {
  attemptsLeft,
  canType,
  freshProgress,
  nextProgress,
  type PinPhase,
  type PinProgress,
  type PinStep,
} from './pin-entry.core.js';
import {styles} from './pin-entry.styles.js';
import {RoomPinRules, type PinRules} from './pin-rules.js';

/** More places than these are not drawn one by one. */
const drawnPlaces = 12;
/** Typing pauses this long, in ms, before the count is said. */
const countPause = 700;
const phases = ['sending', 'sent', 'refused', 'accepted', 'locked'] as const;
const noPin = Pin.read('');

/**
 * @summary Asks for a PIN and sends it, closed by `#`, into the call.
 *
 * Digits are masked, and appear in no attribute, text or event. Screen readers are told how many are missing.
 *
 * @tagname sidetone-pin-entry
 * @event {PinRequestEvent} sidetone-pin-request - A PIN is to be sent; cancel to keep it from being sent. Its digits are no part of the event.
 * @slot - Replaces the instruction above the field.
 * @csspart label - The instruction above the field.
 * @csspart field - The text field.
 * @csspart place - One place for a digit.
 * @csspart submit - The button that sends.
 * @csspart error - What is wrong with the PIN, or why it was refused.
 * @cssstate sending - Digits are being sent.
 * @cssstate sent - All digits were sent; the far side has not decided.
 * @cssstate refused - The far side said no; it can be tried again.
 * @cssstate accepted - The far side said yes.
 * @cssstate locked - No attempt is left.
 */
export class SidetonePinEntry extends LitElement {
  static override styles = [base, controls, styles];
  static override shadowRootOptions = {...LitElement.shadowRootOptions, delegatesFocus: true};

  /** Digits of a PIN; 0 when the gateway of the provider's room knows, else any number of them will do, closed by `#`. */
  @property({type: Number, reflect: true}) length = 0;
  /** How often a PIN may be sent; 0 when the gateway of the provider's room knows, else nobody counts. */
  @property({type: Number, reflect: true}) attempts = 0;
  /** Wait for `#` or the button also when all digits are there. */
  @property({type: Boolean, reflect: true}) manual = false;
  @property({type: Boolean, reflect: true}) disabled = false;
  /** The call that the PIN goes to; without it, the provider's current one. */
  @property({attribute: false}) call: Call | undefined;
  /** How a phone joins the room, where no gateway is to be asked. */
  @property({attribute: false}) dialIn: DialIn | undefined;

  @query('input') private field!: HTMLInputElement;
  @state() private progress: PinProgress = freshProgress;
  @state() private wrong: 'tooShort' | 'tooLong' | 'digitsOnly' | undefined;
  @state() private count = 0;
  /** What holds now: it never changes under the digits that are being typed. */
  @state() private rules: PinRules = {length: 0, attempts: 0};
  #pin = noPin;
  #counting: ReturnType<typeof setTimeout> | undefined;
  readonly #internals = this.attachInternals();
  readonly #localize = new LocalizeController(this);
  readonly #phone = new PhoneController(this);
  readonly #call = new CallController(this, () => this.#startOver());
  readonly #roomRules = new RoomPinRules(this);
  readonly #requester = new Requester(this, (error) => this.#say(this.#localize.error(error)));

  /** How far the PIN has come. */
  get phase(): PinPhase {
    return this.progress.phase;
  }

  /** The far side refused the PIN that was sent: it can be tried again while attempts are left. */
  refuse(): void {
    if (!this.#step('refuse')) return;
    const {texts} = this.#localize;
    const left = attemptsLeft(this.progress, this.rules.attempts);
    const more = left ? texts.pin.attemptsLeft(left) : '';
    this.#say(this.phase === 'locked' ? texts.pin.locked : `${texts.pin.refused} ${more}`.trim());
  }

  /** The far side accepted the PIN that was sent. */
  accept(): void {
    if (this.#step('accept')) this.#say(this.#localize.texts.pin.accepted);
  }

  /** Sends what was entered, as the button does. */
  async submit(): Promise<void> {
    if (!this.#usable) return;
    if (!this.#sendable) return this.#complain('tooShort');
    const pin = this.#pin;
    this.#step('send');
    const sent = await this.#requester.ask(new PinRequestEvent(pin, this.#call.call));
    if (this.#pin !== pin) return; // another call meanwhile
    this.#step(sent ? 'sent' : 'not-sent');
    if (!sent) return;
    this.#clear();
    this.#say(this.#localize.texts.pin.sent);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#counting);
    this.#startOver();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('length') && this.hasUpdated) this.#clear();
    if (!this.count) this.rules = this.#rulesNow();
    for (const phase of phases) setState(this.#internals, phase, phase === this.phase);
  }

  /** Where there is a phone, a PIN needs a call that is answered; elsewhere whoever listens knows what to do. */
  get #reachable(): boolean {
    const {call} = this.#call;
    return call ? call.connectedAt !== undefined && !call.ended : !this.#phone.phone;
  }

  get #usable(): boolean {
    return !this.disabled && this.#reachable && canType(this.progress, this.rules.attempts);
  }

  get #sendable(): boolean {
    return this.rules.length ? this.#pin.complete : this.#pin.count > 0;
  }

  #rulesNow(): PinRules {
    const room = this.#roomRules.of(this.#call.call);
    return {length: this.length || room.length, attempts: this.attempts || room.attempts};
  }

  #step(step: PinStep): boolean {
    const before = this.progress;
    this.progress = nextProgress(before, step, this.rules.attempts);
    return this.progress !== before;
  }

  #startOver(): void {
    this.progress = freshProgress;
    this.#clear();
  }

  #clear(): void {
    this.#pin = noPin;
    this.count = 0;
    this.wrong = undefined;
    if (this.hasUpdated) this.field.value = '';
  }

  #typed(event: Event): void {
    event.stopPropagation();
    try {
      this.#pin = Pin.read(this.field.value, this.rules.length ? {length: this.rules.length} : {});
    } catch {
      const tooLong = this.rules.length > 0 && /^[\d\s-]*#?$/.test(this.field.value);
      this.field.value = this.#pin.tones({close: false}); // what was there before stays
      return this.#complain(tooLong ? 'tooLong' : 'digitsOnly');
    }
    this.wrong = undefined;
    this.#requester.dismiss();
    this.#step('type');
    this.count = this.#pin.count;
    this.field.value = this.#pin.tones({close: false});
    if (this.#pin.closed || (this.#pin.complete && !this.manual)) void this.submit();
    else this.#sayCount();
  }

  #complain(wrong: 'tooShort' | 'tooLong' | 'digitsOnly'): void {
    this.wrong = wrong;
    this.#say(this.#localize.texts.pin[wrong]);
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void this.submit();
  }

  #sayCount(): void {
    clearTimeout(this.#counting);
    this.#counting = setTimeout(() => this.#say(this.#counted()), countPause);
  }

  #counted(): string {
    const {pin} = this.#localize.texts;
    const missing = this.rules.length - this.count;
    if (!this.rules.length) return pin.entered(this.count);
    return missing ? pin.remaining(missing) : pin.complete;
  }

  #say(text: string): void {
    announce(text, {lang: this.#localize.locale});
  }

  override render() {
    const {pin} = this.#localize.texts;
    const off = !this.#usable;
    // A field that is disabled loses the focus: whoever has to try again would have to look for it.
    const sending = this.phase === 'sending';
    const problem = this.#problem();
    return html`<div class="entry">
      <label for="pin" part="label"
        ><slot>${this.rules.length ? pin.instruction(this.rules.length) : pin.instructionOpen}</slot></label
      >
      <div class="row">
        <div class="field-box ${problem ? 'invalid' : ''} ${off ? 'off' : ''}" dir="ltr">
          ${this.rules.length && this.rules.length <= drawnPlaces ? this.#renderPlaces() : nothing}
          <input
            id="pin"
            part="field"
            type="password"
            inputmode="numeric"
            enterkeyhint="send"
            autocomplete="off"
            data-1p-ignore
            data-lpignore="true"
            aria-invalid=${problem ? 'true' : 'false'}
            aria-describedby="messages"
            ?disabled=${off && !sending}
            ?readonly=${sending}
            @input=${this.#typed}
            @keydown=${this.#key}
          />
        </div>
        <button
          type="button"
          class="button accent"
          part="submit"
          ?disabled=${off || !this.#sendable}
          @click=${this.submit}
        >
          ${pin.submit}
        </button>
      </div>
      <div class="messages" id="messages">
        ${problem ? html`<p class="problem" part="error">${problem}</p>` : nothing} ${this.#renderProgress()}
      </div>
    </div>`;
  }

  #renderPlaces() {
    return html`<span class="places" aria-hidden="true"
      >${Array.from({length: this.rules.length}, (_, index) => {
        const filled = index < this.count || this.phase === 'accepted' ? 'filled' : '';
        return html`<span class="place ${filled} ${index === this.count ? 'next' : ''}" part="place"></span>`;
      })}</span
    >`;
  }

  #renderProgress() {
    const {pin} = this.#localize.texts;
    if (this.phase === 'accepted') return html`<span class="success">${icon('check')} ${pin.accepted}</span>`;
    if (this.phase === 'sending') return html`<span>${pin.sending}</span>`;
    if (this.phase === 'locked') return nothing;
    const left = attemptsLeft(this.progress, this.rules.attempts);
    return html`<span
        >${this.phase === 'sent' && !this.count ? pin.sent : this.#reachable ? this.#counted() : pin.noCall}</span
      >
      ${left ? html`<span>${pin.attemptsLeft(left)}</span>` : nothing}`;
  }

  #problem(): string | undefined {
    const {texts} = this.#localize;
    if (this.phase === 'locked') return texts.pin.locked;
    if (this.wrong) return texts.pin[this.wrong];
    if (this.#requester.error) return this.#localize.error(this.#requester.error);
    return this.phase === 'refused' ? texts.pin.refused : undefined;
  }
}
