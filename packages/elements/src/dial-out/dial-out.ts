import {SidetoneError, type Conference} from '@sidetone/core';
import {html, LitElement, nothing} from 'lit';
import {property, query, state} from 'lit/decorators.js';
import {announce} from '../a11y/announce.js';
import {ConferenceController} from '../controllers/conference-controller.js';
import {setState} from '../controllers/custom-state.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Requester} from '../controllers/requester.js';
import {DialOutRequestEvent} from '../events/index.js';
import {icon} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {dialOutTarget} from './dial-out.core.js';
import {styles} from './dial-out.styles.js';

/**
 * @summary Calls a number or a user into the room; how that goes stands on the badge of the phone that is called.
 *
 * Numbers are understood as the page's phone understands them.
 *
 * @tagname sidetone-dial-out
 * @event {DialOutRequestEvent} sidetone-dial-out-request - Call was pressed; cancel to keep the room from calling.
 * @csspart field - The text field.
 * @csspart call - The button that calls.
 * @csspart problem - Why it cannot be called.
 * @cssstate calling - The room was asked, and has not answered yet.
 */
export class SidetoneDialOut extends LitElement {
  static override styles = [base, controls, styles];
  static override shadowRootOptions = {...LitElement.shadowRootOptions, delegatesFocus: true};

  /** Who is called: a number in any writing, an extension, or a user. */
  @property() value = '';
  /** Phones that are called here leave the room with this person; left out, they stay with the others. */
  @property({type: Boolean, attribute: 'calls-end-with-me', reflect: true}) callsEndWithMe = false;
  /** The room; without it the provider's. */
  @property({attribute: false}) conference: Conference | undefined;

  @query('input') private field!: HTMLInputElement;
  @state() private calling = false;
  @state() private empty = false;
  readonly #internals = this.attachInternals();
  readonly #local = new LocalizeController(this);
  readonly #phone = new PhoneController(this);
  readonly #conference = new ConferenceController(this);
  readonly #requester = new Requester(this, (error) => this.#say(error));

  /** Calls who is written in the field, as the button does. */
  async call(): Promise<void> {
    if (this.calling) return;
    const target = dialOutTarget(this.value, this.#phone.phone?.country);
    this.empty = !target;
    if (this.empty) return this.#say(new SidetoneError('dial-target-empty'));
    this.calling = true;
    const called = await this.#requester.ask(new DialOutRequestEvent(target, '', this.callsEndWithMe));
    this.calling = false;
    if (called) this.value = '';
    this.field?.focus();
  }

  protected override willUpdate(): void {
    setState(this.#internals, 'calling', this.calling);
  }

  #say(error: SidetoneError): void {
    announce(this.#local.error(error), {lang: this.#local.locale});
  }

  #typed(event: Event): void {
    event.stopPropagation();
    this.value = this.field.value;
    this.empty = false;
    this.#requester.dismiss();
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    void this.call();
  }

  protected override render() {
    const {conference} = this.#conference;
    if (!conference || (conference.state !== 'joined' && conference.state !== 'reconnecting')) return nothing;
    const texts = this.#local.texts.dialOut;
    if (!conference.canDialOut)
      return html`<p class="hint">${this.#local.error(new SidetoneError('dial-out-unavailable'))}</p>`;
    const error = this.empty ? new SidetoneError('dial-target-empty') : this.#requester.error;
    return html`<form @submit=${this.#submit}>
      <label for="target">${texts.label}</label>
      <div class="row">
        <input
          part="field"
          class="field"
          id="target"
          type="text"
          dir="auto"
          inputmode="tel"
          enterkeyhint="go"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          maxlength="256"
          placeholder=${texts.placeholder}
          aria-invalid=${error ? 'true' : 'false'}
          aria-describedby=${error ? 'problem' : nothing}
          .value=${this.value}
          @input=${this.#typed}
        />
        <button
          part="call"
          class="button positive"
          type="submit"
          aria-disabled=${this.calling}
          aria-busy=${this.calling}
        >
          ${icon('phone')} ${this.calling ? texts.calling : texts.call}
        </button>
      </div>
      ${
        error
          ? html`<p part="problem" id="problem" class="notice danger">${this.#local.error(error)}</p>`
          : nothing
      }
    </form>`;
  }
}
