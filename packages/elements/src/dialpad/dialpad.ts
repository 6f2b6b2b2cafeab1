import type {Call, SidetoneError} from '@sidetone/core';
import {html, LitElement, nothing, type PropertyValues} from 'lit';
import {property, query, state} from 'lit/decorators.js';
import {announce} from '../a11y/announce.js';
import {setState} from '../controllers/custom-state.js';
import {FocusGroup} from '../controllers/focus-group.js';
import {LongPress, listenTo} from '../controllers/long-press.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Requester} from '../controllers/requester.js';
import {DialRequestEvent} from '../events/index.js';
import {icon} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {erase, eraseAll, insert, isDigit, type EditedText} from './dialpad.core.js';
import {styles} from './dialpad.styles.js';
import {dialField, sentField} from './entry.js';
import {FormField} from './form-field.js';
import {InCallDigits} from './in-call-digits.js';
import {DialKeys} from './keys.js';
import {listenForTyping} from './typing.js';
import {undialable} from './undialable.js';

/**
 * @summary Twelve keys: dial when idle, send DTMF in a call.
 *
 * The field takes a number in any writing, an extension, a name or a SIP URI. Works as a form field too.
 *
 * @tagname sidetone-dialpad
 * @event {DialRequestEvent} sidetone-dial-request - Call was pressed; cancel to keep the phone from dialling.
 * @event {DtmfRequestEvent} sidetone-dtmf-request - A key was pressed in a call; cancel to keep the digit from being sent.
 * @event {Event} input - The value was changed by a person.
 * @event {Event} change - A changed value was completed.
 * @slot - Content under the keys.
 * @csspart field - The text field.
 * @csspart backspace - The button that deletes.
 * @csspart keys - The grid of keys.
 * @csspart key - One key.
 * @csspart call - The button that dials.
 * @csspart error - Why the value cannot be dialled.
 * @cssstate in-call - Keys send digits into a call.
 * @cssproperty [--sidetone-dialpad-gap=10px] - Space between keys.
 * @cssproperty [--sidetone-dialpad-key-size=62px] - Height of a key.
 */
export class SidetoneDialpad extends FormField {
  static override styles = [base, controls, styles];
  static override shadowRootOptions = {...LitElement.shadowRootOptions, delegatesFocus: true};

  /** Smaller keys, for narrow places. */
  @property({type: Boolean, reflect: true}) compact = false;
  /** The call that digits go to; without it, the provider's current one. */
  @property({attribute: false}) call: Call | undefined;

  @query('input') private field!: HTMLInputElement;
  @state() private problem: SidetoneError | undefined;
  #lastDialled = '';
  readonly #localize = new LocalizeController(this);
  readonly #phone = new PhoneController(this);
  readonly #requester = new Requester(this, (error) => this.#tell(error));
  readonly #digits = new InCallDigits(this, this.#requester);
  readonly #keys = new DialKeys((digit) => this.#press(digit));
  readonly #backspace = listenTo(
    new LongPress({press: () => this.#erase(erase), longPress: () => this.#erase(eraseAll)}),
  );

  constructor() {
    super();
    listenForTyping(this, {
      field: () => this.field,
      off: () => this.off,
      talking: () => this.#digits.possible,
      press: (digit) => this.#press(digit),
      sound: (digit) => this.#sound(digit),
      edit: (change) => this.#edit(change),
      send: (tones) => void this.#digits.send(tones),
      enter: () => this.#enter(),
    });
    new FocusGroup(this, {
      direction: 'grid',
      columns: 3,
      items: () => [...this.renderRoot.querySelectorAll<HTMLElement>('.key')],
    });
  }

  /** Dials the value, as the button does. */
  async dial(): Promise<void> {
    if (this.off) return;
    if (!this.value.trim() && this.#lastDialled) {
      this.value = this.#lastDialled;
      return;
    }
    this.problem = undialable(this.value, this.#phone.phone);
    if (this.problem) return this.#tell(this.problem);
    const dialled = this.value;
    if (!(await this.#requester.ask(new DialRequestEvent(dialled)))) return;
    this.#lastDialled = dialled;
    if (this.value === dialled) this.value = '';
  }

  override formResetCallback(): void {
    super.formResetCallback();
    this.problem = undefined;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    setState(this.internals, 'in-call', this.#digits.possible);
    if (changed.has('value')) {
      this.internals.setFormValue(this.value);
      this.problem = undefined;
      this.#requester.dismiss();
    }
  }

  override updated(): void {
    this.field.style.setProperty('--_length', String(this.field.value.length || 1)); // long numbers in smaller type
    this.#validate();
  }

  #validate(): void {
    const {texts} = this.#localize;
    const error = this.value.trim() ? undialable(this.value, this.#phone.phone) : undefined;
    if (error) this.internals.setValidity({customError: true}, this.#localize.error(error), this.field);
    else if (this.required && !this.value.trim())
      this.internals.setValidity({valueMissing: true}, texts.dialpad.required, this.field);
    else this.internals.setValidity({});
  }

  #press(digit: string): void {
    if (this.off) return;
    if (this.#digits.possible) return void this.#digits.send(digit);
    this.#edit((text) => insert(text, digit));
    this.#sound(digit);
  }

  #sound(digit: string): void {
    if (isDigit(digit)) this.#phone.phone?.audio.playDigit(digit);
  }

  #edit(change: (text: EditedText) => EditedText): void {
    const {field} = this;
    const {value, start, end} = change({
      value: field.value,
      start: field.selectionStart ?? field.value.length,
      end: field.selectionEnd ?? field.value.length,
    });
    field.value = value;
    field.setSelectionRange(start, end);
    this.#changed();
  }

  #erase(change: (text: EditedText) => EditedText): void {
    const byKeyboard = this.shadowRoot?.activeElement?.matches('.backspace:focus-visible');
    this.#edit(change);
    if (byKeyboard && !this.value) this.field.focus(); // the button goes away
  }

  #changed(): void {
    this.value = this.field.value;
    const input = new Event('input', {bubbles: true, composed: true});
    this.dispatchEvent(input);
  }

  #enter(): void {
    if (this.#phone.phone || !this.form) void this.dial();
    else this.form.requestSubmit();
  }

  #typed(event: Event): void {
    event.stopPropagation();
    this.#changed();
  }

  #completed(): void {
    const change = new Event('change', {bubbles: true});
    this.dispatchEvent(change);
  }

  #tell(error: SidetoneError): void {
    announce(this.#localize.error(error), {lang: this.#localize.locale});
  }

  override render() {
    const {dialpad: texts} = this.#localize.texts;
    const talking = this.#digits.possible;
    const error = this.problem ?? this.#requester.error;
    const problem = error && this.#localize.error(error);
    return html`<div role="group" aria-label=${texts.label}>
      ${talking ? sentField(texts, this.#digits.sent, this.off) : this.#renderField(problem)}
      ${problem ? html`<p class="problem" id="problem" part="error">${problem}</p>` : nothing}
      ${this.#keys.render({texts, disabled: this.off, plus: !talking})}
      ${talking || (this.form && !this.#phone.phone) ? nothing : this.#renderCall()}
      <slot></slot>
    </div>`;
  }

  #renderField(problem: string | undefined) {
    return dialField({
      texts: this.#localize.texts.dialpad,
      value: this.value,
      problem,
      required: this.required,
      disabled: this.off,
      typed: (event) => this.#typed(event),
      completed: () => this.#completed(),
      backspace: this.#backspace,
    });
  }

  #renderCall() {
    return html`<button
      type="button"
      class="button positive call"
      part="call"
      ?disabled=${this.off}
      @click=${() => this.dial()}
    >
      ${icon('phone')} ${this.#localize.texts.dialpad.call}
    </button>`;
  }
}
