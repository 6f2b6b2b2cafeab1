import type {Account, Call, Phone} from '@sidetone/core';
import {BrowserAudio} from '@sidetone/media';
import {html, nothing, type PropertyValues} from 'lit';
import {property, query, state} from 'lit/decorators.js';
import {setState} from '../controllers/custom-state.js';
import {FocusGroup} from '../controllers/focus-group.js';
import {KeptFocus} from '../controllers/kept-focus.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Subscription} from '../controllers/subscription.js';
import {WideController} from '../controllers/wide-controller.js';
import type {DialIn} from '../dial-in/dial-in.core.js';
import {RegisterRequestEvent, request, type DialRequestEvent} from '../events/index.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {CurrentCall} from '../provider/current-call.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {blockedSound} from './blocked-sound.js';
import {callCard} from './call-card.js';
import {header} from './header.js';
import {JoinByPhone} from './join-by-phone.js';
import {keypad} from './keypad.js';
import {MissedCalls} from './missed-calls.js';
import {sections, stage, type Section} from './softphone.core.js';
import {styles} from './softphone.styles.js';
import {Standalone} from './standalone.js';
import {tabs} from './tabs.js';

/** From this width on, in px, the keypad or call stays beside the history and the devices. */
const wideFrom = 640;

/**
 * @summary The whole phone: account, keypad, calls, history, devices.
 *
 * With `server` and `aor`, or `credentials`, it stands alone; otherwise it uses the provider around it.
 * Requests and facts of everything inside bubble out of it.
 *
 * @tagname sidetone-softphone
 * @attr {string} password - The SIP password. Read once and taken off the element.
 * @slot header - Beside the account, e.g. a menu.
 * @slot avatar - The picture of the other side.
 * @slot call - More about the call, above its controls.
 * @slot pin - Replaces the PIN entry.
 * @slot keypad - Replaces the keypad while there is no call.
 * @slot history - Replaces the call history.
 * @slot devices - Replaces the choice of devices.
 * @slot footer - Under everything.
 * @csspart phone - The whole.
 * @csspart header - Account and registration.
 * @csspart account - The name of the account.
 * @csspart registration - The state of the registration, in a word.
 * @csspart problem - What went wrong, why, and what comes next.
 * @csspart retry - The button that registers again.
 * @csspart join-by-phone - The button that joins the provider's room by phone.
 * @csspart call - The call in front.
 * @csspart avatar - The picture of the other side.
 * @csspart name - The name of the other side.
 * @csspart new-call - The button for a second call.
 * @csspart panel - One section.
 * @csspart tabs - The row of tabs.
 * @csspart tab - One tab.
 * @cssproperty [--sidetone-softphone-width=23rem] - Greatest width with one section shown.
 * @cssproperty [--sidetone-softphone-wide=58rem] - Greatest width with two sections side by side, from 640 px of room on.
 * @cssproperty [--sidetone-softphone-panel-height=30rem] - Greatest height of the history and the devices.
 * @cssstate in-call - A call is in front.
 * @cssstate ringing - Somebody calls.
 * @cssstate wide - Two sections are shown side by side.
 */
export class SidetoneSoftphone extends Standalone {
  static override styles = [base, controls, styles];

  /** Offers “to voicemail” for incoming calls. */
  @property({type: Boolean, reflect: true}) voicemail = false;
  /** Offers recording. */
  @property({type: Boolean, reflect: true}) record = false;
  /** Asks for a PIN in calls. */
  @property({type: Boolean, reflect: true}) pin = false;
  /** How to join a room by phone; without it, what the gateway says of the provider's room. */
  @property({attribute: false}) dialIn: DialIn | undefined;
  /** The section that is shown: `keypad`, `history` or `devices`. */
  @property({reflect: true}) section: Section = 'keypad';

  @state() private chosen: Account | undefined;
  @state() private dialling = false;
  @state() private front: Call | undefined;
  @query('sidetone-call-controls') private readonly callControls!: HTMLElement | null;

  readonly #surrounding = new PhoneController(this);
  readonly #local = new LocalizeController(this);
  readonly #join = new JoinByPhone(this);
  readonly #missed = new MissedCalls(this);
  readonly #wide = new WideController(this, wideFrom);
  readonly #current = new CurrentCall((call) => (this.front = call));
  readonly #internals = this.attachInternals();
  readonly #phone = new Subscription<Phone>((phone, signal) => this.#attach(phone, signal));

  constructor() {
    super();
    new FocusGroup(this, {
      direction: 'horizontal',
      items: () => [...this.renderRoot.querySelectorAll<HTMLElement>('[role=tab]')],
    });
    new KeptFocus(this, () => this.callControls ?? this.renderRoot.querySelector('[aria-selected=true]'));
  }

  /** The phone in use. */
  get phone(): Phone | undefined {
    return this.standsAlone ? this.ownPhone : this.#surrounding.phone;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#follow(undefined);
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.#follow(this.isConnected ? this.phone : undefined);
    if (changed.has('front') && this.front && !changed.get('front')) this.section = 'keypad';
    if (changed.has('front')) this.dialling = false;
    setState(this.#internals, 'in-call', this.front !== undefined);
    setState(this.#internals, 'ringing', this.#stage.ringing.length > 0);
    setState(this.#internals, 'wide', this.#wide.wide);
  }

  get #stage() {
    return stage(this.phone?.calls ?? [], this.phone?.activeCall);
  }

  get #account(): Account | undefined {
    const {phone} = this;
    return this.chosen && phone?.accounts.includes(this.chosen) ? this.chosen : phone?.account;
  }

  #follow(phone: Phone | undefined): void {
    if (!this.#phone.follow(phone)) return;
    this.#current.clear();
    if (phone) this.#current.update(phone);
    this.#missed.follow(phone?.history);
  }

  #attach(phone: Phone, signal: AbortSignal): void {
    const update = () => this.requestUpdate();
    phone.addEventListener('registration', update, {signal});
    phone.addEventListener(
      'calls',
      () => {
        this.#current.update(phone);
        update();
      },
      {signal},
    );
    if (phone.audio instanceof BrowserAudio) phone.audio.addEventListener('change', update, {signal});
  }

  /** With several accounts the chosen one dials. */
  #dial(event: DialRequestEvent): void {
    const account = this.#account;
    const {phone} = this;
    if (phone && account && phone.accounts.length > 1)
      event.respondWith(() => phone.dial(event.to, {account}));
  }

  #register(): void {
    // From within: the provider may be inside. The account keeps its error, and the header shows it.
    request(this.renderRoot.querySelector('.phone')!, new RegisterRequestEvent()).catch(() => {});
  }

  protected override render() {
    return this.standsAlone ? this.provide(this.#renderPhone()) : this.#renderPhone();
  }

  #renderPhone() {
    const {phone} = this;
    const account = this.#account;
    const texts = this.#local.texts;
    const wide = this.#wide.wide;
    return html`<div
      part="phone"
      class="phone ${wide ? 'wide' : ''}"
      role="region"
      aria-label=${texts.phone.label}
      @sidetone-dial-request=${this.#dial}
    >
      ${
        phone && account
          ? header({
              phone,
              account,
              local: this.#local,
              choose: (chosen) => (this.chosen = chosen),
              register: () => this.#register(),
            })
          : html`<p class="hint">${texts.provider.noPhone}</p>`
      }
      ${blockedSound(phone?.audio, texts)}
      ${this.#stage.ringing.map(
        (call) =>
          html`<sidetone-incoming-call .call=${call} ?voicemail=${this.voicemail}></sidetone-incoming-call>`,
      )}
      <div class="sections">${this.#renderSections(wide)}</div>
      ${this.#renderTabs(wide)}
      <slot name="footer"></slot>
    </div>`;
  }

  #renderSections(wide: boolean) {
    const beside = wide && this.section === 'keypad' ? 'history' : this.section;
    return sections
      .filter((section) => section === 'keypad' || section === beside)
      .map((section) => {
        const hidden = !wide && section !== this.section;
        return html`<div
          part="panel"
          class="panel ${section}"
          id="panel-${section}"
          role=${wide && section === 'keypad' ? nothing : 'tabpanel'}
          aria-labelledby=${wide && section === 'keypad' ? nothing : `tab-${section}`}
          ?hidden=${hidden}
        >
          ${this.#renderSection(section)}
        </div>`;
      });
  }

  #renderSection(section: Section) {
    if (section === 'history')
      return html`<slot name="history"><sidetone-call-history></sidetone-call-history></slot>`;
    if (section === 'devices')
      return html`<slot name="devices"><sidetone-device-picker></sidetone-device-picker></slot>`;
    const {front} = this;
    if (!front || this.dialling) {
      return keypad({
        texts: this.#local.texts.phone,
        backToCall: this.dialling ? () => (this.dialling = false) : undefined,
        join: this.#join.render(this.#local, this.pin),
      });
    }
    return callCard({
      call: front,
      list: this.#stage.list,
      accounts: this.phone?.accounts.length ?? 1,
      record: this.record,
      pin: this.pin,
      dialIn: this.dialIn,
      local: this.#local,
      newCall: () => (this.dialling = true),
    });
  }

  #renderTabs(wide: boolean) {
    const shown = wide ? sections.filter((section) => section !== 'keypad') : sections;
    return tabs({
      sections: shown,
      selected: wide && this.section === 'keypad' ? 'history' : this.section,
      inCall: this.front !== undefined,
      missed: this.#missed.count,
      texts: this.#local.texts.phone,
      select: (section) => (this.section = section),
    });
  }
}
