import {Pin, type Call, type GatewayOptions} from '@sidetone/core';
import {html, LitElement, nothing} from 'lit';
import {property, state} from 'lit/decorators.js';
import {announce} from '../a11y/announce.js';
import {setState} from '../controllers/custom-state.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Requester} from '../controllers/requester.js';
import {Subscription} from '../controllers/subscription.js';
import {JoinByPhoneRequestEvent} from '../events/index.js';
import {icon} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {CopyController} from './copy.js';
import {dialInView, invitation, type DialIn, type DialInView, type NumberView} from './dial-in.core.js';
import {DialInSource} from './dial-in-source.js';
import {styles} from './dial-in.styles.js';
import {QrController, qrCode} from './qr-code.js';

/**
 * @summary How to join a room by phone: number, PIN, a link and a QR code that dial both, and the phone of this page.
 *
 * Shows what `dialIn` holds, else asks the gateway for its `room`, else for the provider's.
 *
 * @tagname sidetone-dial-in
 * @event {JoinByPhoneRequestEvent} sidetone-join-by-phone-request - “Join by phone” was pressed; cancel to keep the phone from dialling.
 * @slot - More about joining by phone, under everything.
 * @csspart card - The whole.
 * @csspart label - The heading.
 * @csspart number - The number, a `tel:` link.
 * @csspart pin - The PIN.
 * @csspart qr - The QR code.
 * @csspart buttons - The row of buttons.
 * @csspart join - The button that calls with this page's phone.
 * @csspart call - The link that calls with the device's phone.
 * @csspart copy - The button that copies.
 * @csspart languages - The languages of the prompts.
 * @csspart problem - What went wrong.
 * @cssstate loading - The gateway is being asked.
 * @cssproperty [--sidetone-dial-in-qr-size=9rem] - Width and height of the QR code.
 */
export class SidetoneDialIn extends LitElement {
  static override styles = [base, controls, styles];
  static override shadowRootOptions = {...LitElement.shadowRootOptions, delegatesFocus: true};

  /** URL of a Sidetone gateway; without it the provider's. */
  @property({reflect: true}) gateway = '';
  /** Name of the room; without it the provider's. */
  @property({reflect: true}) room = '';
  /** Whoever joins with this page's phone types the PIN. */
  @property({type: Boolean, attribute: 'ask-pin', reflect: true}) askPin = false;
  /** The gateway's session, or what fetches one, where it is not a cookie. */
  @property({attribute: false}) session: GatewayOptions['token'];
  /** Numbers and PIN, where no gateway is to be asked. */
  @property({attribute: false}) dialIn: DialIn | undefined;

  @state() private chosen = 0;
  readonly #internals = this.attachInternals();
  readonly #local = new LocalizeController(this);
  readonly #phone = new PhoneController(this);
  readonly #source = new DialInSource(this, () => ({
    gateway: this.gateway.trim(),
    room: this.room,
    session: this.session,
  }));
  readonly #copy = new CopyController(this);
  readonly #qr = new QrController(this);
  readonly #requester = new Requester(this, (error) => this.#say(this.#local.error(error)));
  readonly #call = new Subscription<Call>((call, signal) =>
    call.addEventListener('change', () => this.requestUpdate(), {signal}),
  );

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#call.follow(undefined);
  }

  /** Asks the gateway again: the PIN is another one, or it could not be reached. */
  reload(): void {
    this.#source.reload();
  }

  /** Calls the room with this page's phone, as the button does. */
  async join(): Promise<void> {
    const {dialIn} = this.#source;
    const number = dialIn?.numbers[this.chosen];
    if (!number || this.#calling) return;
    const joining = new JoinByPhoneRequestEvent(number.e164, this.askPin ? undefined : Pin.read(dialIn.pin));
    if (await this.#requester.ask(joining)) this.#call.follow(await joining.outcome);
    this.requestUpdate();
  }

  protected override updated(): void {
    setState(this.#internals, 'loading', this.#source.loading);
  }

  get #calling(): Call | undefined {
    const call = this.#call.target;
    return call && !call.ended ? call : undefined;
  }

  #say(text: string): void {
    announce(text, {lang: this.#local.locale});
  }

  protected override render() {
    const texts = this.#local.texts.dialIn;
    const {dialIn, loading, error} = this.#source;
    const view = dialIn && dialInView(dialIn, this.#local.locale);
    return html`<section part="card" class="sheet" aria-labelledby="label" aria-busy=${loading}>
      <h3 part="label" id="label">${icon('phone')} ${texts.label}</h3>
      ${
        view?.numbers.length
          ? this.#renderHow(view, view.numbers[this.chosen] ?? view.numbers[0]!)
          : html`<p class="hint" role=${loading ? 'status' : nothing}>
              ${error ? nothing : loading ? texts.loading : texts.none}
            </p>`
      }
      ${error ? this.#renderProblem(this.#local.error(error), () => this.reload()) : nothing}
      ${this.#requester.error ? this.#renderProblem(this.#local.error(this.#requester.error)) : nothing}
      <slot></slot>
    </section>`;
  }

  #renderHow(view: DialInView, number: NumberView) {
    const texts = this.#local.texts.dialIn;
    const {listSeparator} = this.#local.texts;
    return html`<div class="how">
        <div class="words">
          ${view.numbers.length > 1 ? this.#renderChoice(view.numbers) : nothing}
          <dl>
            <div>
              <dt>${texts.number}</dt>
              <dd class="big numeric">
                <a part="number" href=${number.tel}><bdi>${number.international}</bdi></a>
                ${
                  number.national === number.international
                    ? nothing
                    : html`<span class="hint national"><bdi>${number.national}</bdi></span>`
                }
              </dd>
            </div>
            <div>
              <dt>${texts.pin}</dt>
              <dd class="big numeric" part="pin">
                <bdi aria-hidden="true">${view.pin}</bdi
                ><span class="visually-hidden">${view.spokenPin}</span>
                <span class="hint">${texts.hash}</span>
              </dd>
            </div>
          </dl>
        </div>
        ${qrCode(this.#qr.drawing(number.tel), texts.qr(number.international), texts.scan)}
      </div>
      ${this.#renderButtons(view, number)}
      ${
        number.languages.length
          ? html`<p part="languages" class="hint">${texts.prompts(number.languages.join(listSeparator))}</p>`
          : nothing
      }`;
  }

  #renderChoice(numbers: readonly NumberView[]) {
    const choose = (event: Event) => (this.chosen = (event.target as HTMLSelectElement).selectedIndex);
    return html`<label class="choice">
      <span class="visually-hidden">${this.#local.texts.dialIn.numbers}</span>
      <select class="field" @change=${choose}>
        ${numbers.map(({place}, index) => html`<option ?selected=${index === this.chosen}>${place}</option>`)}
      </select>
      ${icon('chevron')}
    </label>`;
  }

  #renderButtons({pin}: DialInView, number: NumberView) {
    const texts = this.#local.texts.dialIn;
    const call = this.#calling;
    return html`<div part="buttons" class="buttons">
        ${
          this.#phone.phone
            ? html`<button
                part="join"
                class="button positive"
                type="button"
                aria-disabled=${call !== undefined}
                @click=${() => void this.join()}
              >
                ${icon('phone')} ${texts.label}
              </button>`
            : html`<a part="call" class="button positive" href=${number.tel}
                >${icon('phone')} ${texts.call}</a
              >`
        }
        <button
          part="copy"
          class="button"
          type="button"
          @click=${() => void this.#copy.copy(invitation(number, pin, texts))}
        >
          ${icon(this.#copy.copied ? 'check' : 'copy')} ${this.#copy.copied ? texts.copied : texts.copy}
        </button>
      </div>
      ${this.#copy.failed ? this.#renderProblem(texts.copyFailed) : nothing}
      ${call ? this.#renderCall(call) : nothing}`;
  }

  #renderCall(call: Call) {
    const asks = this.askPin && call.connectedAt !== undefined;
    return html`<sidetone-call-status .call=${call}></sidetone-call-status> ${
        asks
          ? html`<sidetone-pin-entry .dialIn=${this.#source.dialIn} .call=${call}></sidetone-pin-entry>`
          : nothing
      }`;
  }

  #renderProblem(words: string, again?: () => void) {
    return html`<div part="problem" class="notice danger problem">
      <span>${words}</span>
      ${
        again
          ? html`<button class="button retry" type="button" @click=${again}>
              ${icon('retry')} ${this.#local.texts.dialIn.retry}
            </button>`
          : nothing
      }
    </div>`;
  }
}
