import {ContextProvider} from '@lit/context';
import {SidetoneError, type Conference, type Phone} from '@sidetone/core';
import {BrowserAudio} from '@sidetone/media';
import {html, nothing, type PropertyValues} from 'lit';
import {property, state} from 'lit/decorators.js';
import type {MakeConference, WhileAway} from '../conference-loader.js';
import {callContext, phoneContext, recordingsContext, roomContext} from '../contexts.js';
import {Subscription} from '../controllers/subscription.js';
import {SidetonePhoneChangeEvent, SidetoneRecordingEvent} from '../events/facts.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {answerRequests, report} from './answer-requests.js';
import {carryOut, requestNames, type Desk} from './commands.js';
import {ConferenceHost} from './conference-host.js';
import {CurrentCall} from './current-call.js';
import {PhoneOwner} from './phone-owner.js';
import {phoneOptions} from './phone-options.js';
import {PhoneSettings} from './phone-settings.js';
import {styles} from './provider.styles.js';
import {Recordings} from './recordings.js';
import {conferenceSettings, roomAccess, roomSettings} from './room-settings.js';
import {tell} from './tell.js';

/** What makes another phone when it changes. */
const configuring = [
  'server',
  'aor',
  'authUser',
  'displayName',
  'engine',
  'country',
  'gateway',
  'noPhone',
  'session',
  'credentials',
  'openSocket',
  'createConnection',
  'iceServers',
  'audio',
  'history',
] as const;

/**
 * @summary Owns a phone, and a conference, for everything inside it: makes them, carries requests out, tells what happened.
 *
 * Changed attributes make another phone as soon as no call lives. Moving the element in the page keeps the
 * phone; taking it out closes it.
 *
 * @tagname sidetone-provider
 * @attr {string} password - The SIP password. Read once and taken off the element, so that the page does not show it.
 * @event {SidetonePhoneChangeEvent} sidetone-phone-change - Another phone was made, or there is none any more.
 * @event {SidetoneRegistrationChangeEvent} sidetone-registration-change - An account registered, or failed to.
 * @event {SidetoneCallChangeEvent} sidetone-call-change - A call began, changed or ended.
 * @event {SidetoneIncomingCallEvent} sidetone-incoming-call - Somebody calls; cancel to keep it from ringing aloud.
 * @event {SidetoneDtmfEvent} sidetone-dtmf - A digit was sent or received; digits of a PIN are not told.
 * @event {SidetoneRecordingEvent} sidetone-recording - A recording ended; `file` holds it.
 * @event {SidetoneConferenceChangeEvent} sidetone-conference-change - The room was joined, left, lost, held or muted.
 * @event {SidetoneParticipantEvent} sidetone-participant - Somebody came into the room, left it, or is shown differently.
 * @event {SidetoneLegChangeEvent} sidetone-leg-change - A phone was called into the room or dialled in, or has another status.
 * @event {SidetoneRoomDigitEvent} sidetone-room-digit - Somebody on a phone in the room pressed a key.
 * @event {SidetoneErrorEvent} sidetone-error - Something went wrong; `error.code` says what.
 * @slot - The elements that use the phone, and the rest of the page.
 * @csspart error - The sentence that says what is wrong with the configuration.
 */
export class SidetoneProvider extends PhoneSettings {
  static override styles = [base, controls, styles];

  /** Makes no phone of the `gateway`: it is for the room alone. */
  @property({type: Boolean, attribute: 'no-phone', reflect: true}) noPhone = false;
  /** The conference room that is joined by what is inside. */
  @property({reflect: true}) room = '';
  /** How the room sounds while a call talks beside it, or this person has stepped out: `silent`, or `ducked`, 20 dB down. */
  @property({attribute: 'while-away', reflect: true}) whileAway: WhileAway = 'silent';
  /** Makes the conference, instead of `@sidetone/conference`. */
  @property({attribute: false}) makeConference: MakeConference | undefined;

  @state() private failure: SidetoneError | undefined;
  @state() private ownPhone: Phone | undefined;
  @state() private givenConference: Conference | undefined;
  #stale = true;
  #ownAudio: BrowserAudio | undefined;
  readonly #localize = new LocalizeController(this);
  readonly #secretive: Desk['secretive'] = new Set();
  readonly #phoneContext = new ContextProvider(this, {context: phoneContext});
  readonly #callContext = new ContextProvider(this, {context: callContext});
  readonly #roomContext = new ContextProvider(this, {context: roomContext});
  readonly #recordingsContext = new ContextProvider(this, {
    context: recordingsContext,
    initialValue: new Map(),
  });
  readonly #current = new CurrentCall((call) => this.#callContext.setValue(call));
  readonly #recordings = new Recordings({
    changed: (running) => this.#recordingsContext.setValue(running),
    finished: (call, file, startedAt) => {
      const recording = new SidetoneRecordingEvent(call, file, startedAt);
      this.dispatchEvent(recording);
    },
  });
  readonly #owner = new PhoneOwner((_phone, error) => {
    this.failure = error;
    this.#use(this.phone);
    if (error) report(this, error);
  });
  readonly #conference = new ConferenceHost(this, {
    given: () => this.givenConference,
    settings: () => conferenceSettings(this),
    make: () => this.makeConference,
  });
  readonly #subscription = new Subscription<Phone>((phone, signal) => this.#attach(phone, signal));

  constructor() {
    super();
    answerRequests(this, {names: requestNames, carryOut: (event) => carryOut(event, this.#desk)});
  }

  /** The conference: one of your own, or the one that was made when somebody joined. */
  get conference(): Conference | undefined {
    return this.#conference.conference;
  }

  set conference(conference: Conference | undefined) {
    this.givenConference = conference;
  }

  /** The phone: the one that was made, or one of your own, which the provider then never closes. */
  get phone(): Phone | undefined {
    return this.ownPhone ?? this.#owner.phone;
  }

  set phone(phone: Phone | undefined) {
    this.ownPhone = phone;
    if (phone) this.#owner.close();
    else this.#stale = true;
    if (this.isConnected) this.#use(this.phone);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#use(this.phone);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A node that is moved is disconnected and connected again at once: its calls go on.
    queueMicrotask(() => {
      if (!this.isConnected) this.#letGo();
    });
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (configuring.some((name) => changed.has(name))) this.#stale = true;
    if (this.#stale && this.isConnected && !this.ownPhone) {
      this.#stale = false;
      this.#owner.want(() => (this.noPhone ? undefined : phoneOptions(this, () => this.#audio())));
    }
    if (roomSettings.some((name) => changed.has(name))) this.#roomContext.setValue(roomAccess(this));
    if (changed.has('register') && this.hasUpdated) this.#followRegister();
  }

  protected override passwordChanged(): void {
    this.#stale = true;
    super.passwordChanged();
  }

  /** Throws why there is no phone. */
  get #desk(): Desk {
    const {phone} = this;
    if (!phone) throw this.failure ?? new SidetoneError('provider-missing');
    return {phone, recordings: this.#recordings, secretive: this.#secretive};
  }

  #audio(): BrowserAudio {
    return (this.#ownAudio ??= new BrowserAudio(this.country ? {country: this.country} : {}));
  }

  #use(phone: Phone | undefined): void {
    if (!this.#subscription.follow(phone)) return;
    this.#current.clear();
    if (phone) this.#current.update(phone);
    this.#phoneContext.setValue(phone);
    const change = new SidetonePhoneChangeEvent(phone);
    this.dispatchEvent(change);
    this.#followRegister();
  }

  #attach(phone: Phone, signal: AbortSignal): void {
    phone.addEventListener(
      'calls',
      ({call}) => {
        if (call.ended) void this.#recordings.stop(call);
        this.#current.update(phone);
      },
      {signal},
    );
    tell(this, phone, this.#secretive, signal);
  }

  #followRegister(): void {
    const phone = this.#subscription.target;
    if (!phone) return;
    const wanted = this.register || Boolean(this.gateway.trim());
    if (wanted && phone.registration === 'unregistered') phone.register().catch(() => {}); // told by its event
    if (!wanted && this.hasUpdated && phone.registration !== 'unregistered') void phone.unregister();
  }

  #letGo(): void {
    this.#subscription.follow(undefined);
    this.#current.clear();
    this.#owner.close();
    this.#phoneContext.setValue(this.ownPhone);
    this.#ownAudio?.close();
    this.#ownAudio = undefined;
    this.#stale = true;
  }

  override render() {
    return html`${
        this.failure
          ? html`<p class="notice danger" part="error" role="alert">${this.#localize.error(this.failure)}</p>`
          : nothing
      }<slot></slot>`;
  }
}
