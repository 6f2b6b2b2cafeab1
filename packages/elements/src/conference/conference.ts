import type {BringInVia, Conference} from '@sidetone/core';
import {html, nothing, type PropertyValues} from 'lit';
import {property, state} from 'lit/decorators.js';
import {announce} from '../a11y/announce.js';
import {sideCalls} from '../bring-in/bring-in.core.js';
import type {ConferenceSettings} from '../conference-loader.js';
import {conferenceContext, roomContext} from '../contexts.js';
import {ConferenceController} from '../controllers/conference-controller.js';
import {ContextValue} from '../controllers/context-value.js';
import {setState} from '../controllers/custom-state.js';
import {KeptFocus} from '../controllers/kept-focus.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Requester} from '../controllers/requester.js';
import {DialInSource} from '../dial-in/dial-in-source.js';
import type {DialIn} from '../dial-in/dial-in.core.js';
import * as events from '../events/index.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {ConferenceHost} from '../provider/conference-host.js';
import {actions} from '../styles/actions.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {Announcer} from './announcer.js';
import {bar} from './bar.js';
import {roomButtons, sceneOf, type Panel, type RoomAction} from './conference.core.js';
import {styles} from './conference.styles.js';
import {door} from './door.js';
import {notices} from './notices.js';
import {panelOf} from './panel.js';
import {people} from './people.js';
import {RoomElement} from './room-element.js';
import {StayByPhone} from './stay-by-phone.js';

/**
 * @summary A conference room: join it, see who is there, call phones into it, take calls of this page into it, go on by phone.
 *
 * Inside a provider with a `room` it shows that one. With a room of its own (`gateway` and `room`, or `url` and `token`) it makes a
 * conference of it, with the provider's phone where there is one.
 *
 * @tagname sidetone-conference
 * @attr {string} token - LiveKit's token, with `url`. Read once and taken off the element.
 * @event {JoinRequestEvent} sidetone-join-request - Join was pressed.
 * @event {LeaveRequestEvent} sidetone-leave-request - Leave was pressed, or the phone has taken over.
 * @event {RoomMuteRequestEvent} sidetone-room-mute-request - Mute was pressed.
 * @event {RoomHoldRequestEvent} sidetone-room-hold-request - Step out was pressed.
 * @event {RoomResumeRequestEvent} sidetone-room-resume-request - Come back was pressed.
 * @event {UnblockRequestEvent} sidetone-unblock-request - The room was allowed to sound.
 * @event {JoinByPhoneRequestEvent} sidetone-join-by-phone-request - “Stay by phone” was pressed.
 * @event {SidetoneConferenceChangeEvent} sidetone-conference-change - The room was joined, left, lost, held or muted.
 * @event {SidetoneParticipantEvent} sidetone-participant - Somebody came, left, or is shown differently.
 * @event {SidetoneLegChangeEvent} sidetone-leg-change - A phone was called into the room or dialled in, or has another status.
 * @event {SidetoneRoomDigitEvent} sidetone-room-digit - Somebody on a phone in the room pressed a key.
 * @slot header - Beside the name of the room.
 * @slot - Between the people and the buttons.
 * @slot footer - Under everything.
 * @csspart conference - The whole.
 * @csspart door - What is shown before the room is joined.
 * @csspart room - The room's name.
 * @csspart join - The button that joins.
 * @csspart cancel - The button that gives up joining.
 * @csspart by-phone - The button that shows how to join by phone.
 * @csspart people - The list of everybody.
 * @csspart panel - What “add a phone” and “numbers” open.
 * @csspart notice - Something to know: reconnecting, a weak connection, being away.
 * @csspart bar - The row of buttons.
 * @csspart action - One of them; also a part by its name: `mute`, `hold`, `phone`, `numbers`, `leave`.
 * @csspart problem - What went wrong.
 * @cssstate joined - In the room.
 * @cssstate reconnecting - The connection to the room is interrupted.
 * @cssstate muted - The room does not hear the microphone.
 * @cssstate held - The room waits.
 * @cssproperty [--sidetone-conference-width=62rem] - Greatest width.
 */
export class SidetoneConference extends RoomElement {
  static override styles = [base, controls, actions, styles];

  /** Join as soon as there is a room. */
  @property({type: Boolean, attribute: 'auto-join', reflect: true}) autoJoin = false;
  /** Which way calls are taken into the room at first: `page` or `server`. */
  @property({reflect: true}) via: BringInVia = 'page';
  /** Phones that this person calls leave the room with them; left out, they stay with the others. */
  @property({type: Boolean, attribute: 'calls-end-with-me', reflect: true}) callsEndWithMe = false;
  /** Another element shows calls that come in. */
  @property({type: Boolean, attribute: 'hide-incoming', reflect: true}) hideIncoming = false;
  /** How to join by phone, where no gateway is to be asked. */
  @property({attribute: false}) dialIn: DialIn | undefined;
  @state() private given: Conference | undefined;
  @state() private panel: Panel | undefined;
  @state() private asking: RoomAction | 'join' | undefined;
  #autoJoined = false;
  readonly #internals = this.attachInternals();
  readonly #local = new LocalizeController(this);
  readonly #phone = new PhoneController(this);
  readonly #around = new ContextValue(this, conferenceContext);
  readonly #roomAround = new ContextValue(this, roomContext);
  readonly #source = new DialInSource(this, () => this.access);
  readonly #announcer = new Announcer(this.#local);
  readonly #requester = new Requester(this, (error) =>
    announce(this.#local.error(error), {lang: this.#local.locale}),
  );
  readonly #stay = new StayByPhone(this, this.#requester);
  readonly #host = new ConferenceHost(this, {
    given: () => this.given,
    settings: () => this.#settings,
    make: () => this.makeConference,
    around: () => this.#around.value,
  });

  constructor() {
    super();
    new ConferenceController(this, (conference, signal) => this.#announcer.follow(conference, signal));
    new KeptFocus(this, () => this.renderRoot.querySelector('.action.mute, .join'));
  }

  /** The conference: one of your own, the one that was made when somebody joined, or the provider's. */
  get conference(): Conference | undefined {
    return this.#host.conference;
  }

  set conference(conference: Conference | undefined) {
    this.given = conference;
  }

  /** Joins the room, as the button does. */
  async join(): Promise<void> {
    await this.#ask('join', new events.JoinRequestEvent());
  }

  /** Leaves the room, as the button does. */
  async leave(): Promise<void> {
    await this.#ask('leave', new events.LeaveRequestEvent());
  }

  protected override willUpdate(): void {
    const {conference} = this;
    const {state, muted = false, held = false} = conference ?? {};
    this.#stay.update(conference);
    if (sceneOf(state) === 'door' && this.panel === 'phone') this.panel = undefined;
    setState(this.#internals, 'joined', sceneOf(state) === 'room');
    setState(this.#internals, 'reconnecting', state === 'reconnecting');
    setState(this.#internals, 'muted', muted);
    setState(this.#internals, 'held', held);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('panel') && this.panel === 'phone') void this.#focusField();
    if (!this.autoJoin || this.#autoJoined || !this.#possible) return;
    this.#autoJoined = true;
    void this.join();
  }

  get #settings(): ConferenceSettings | undefined {
    return this.settings(this.#roomAround.value, this.#phone.phone);
  }

  get #possible(): boolean {
    return Boolean(this.conference ?? this.#settings ?? this.#roomAround.value?.gateway);
  }

  get #canCall(): boolean {
    const {phone} = this.#phone;
    return phone !== undefined && phone.registration !== 'failed';
  }

  async #ask(asking: RoomAction | 'join', event: events.RequestEvent<unknown>): Promise<void> {
    this.asking = asking;
    await this.#requester.ask(event);
    if (this.asking === asking) this.asking = undefined;
  }

  readonly #press: Record<RoomAction, (room: Conference) => unknown> = {
    mute: ({muted}) => this.#ask('mute', new events.RoomMuteRequestEvent(!muted)),
    hold: ({held}) =>
      this.#ask('hold', held ? new events.RoomResumeRequestEvent() : new events.RoomHoldRequestEvent()),
    phone: () => this.#toggle('phone'),
    numbers: () => this.#toggle('numbers'),
    leave: () => this.leave(),
  };

  #toggle(panel: Panel): void {
    this.panel = this.panel === panel ? undefined : panel;
  }

  async #focusField(): Promise<void> {
    const field = this.renderRoot.querySelector('sidetone-dial-out');
    await field?.updateComplete;
    field?.focus();
  }

  #closePanel(event: KeyboardEvent): void {
    const {panel} = this;
    if (event.key !== 'Escape' || !panel) return;
    event.stopPropagation();
    this.panel = undefined;
    this.renderRoot.querySelector<HTMLElement>(`button.${panel}`)?.focus();
  }

  protected override render() {
    const {conference} = this;
    const inside = conference && sceneOf(conference.state) === 'room';
    const name = conference?.room || this.room || this.#roomAround.value?.room || '';
    return html`<section
      part="conference"
      class="conference"
      aria-label=${name || this.#local.texts.conference.label}
      @keydown=${this.#closePanel}
    >
      ${inside ? this.#renderRoom(conference, name) : this.#renderDoor(name)}
      <slot name="footer"></slot>
    </section>`;
  }

  #renderDoor(room: string) {
    return html`${door({
      conference: this.conference,
      room,
      possible: this.#possible,
      asking: this.asking === 'join',
      error: this.#requester.error,
      call: this.#stay.call,
      numbers: {
        known: this.#source.dialIn !== undefined,
        shown: this.panel === 'numbers',
        toggle: () => this.#toggle('numbers'),
      },
      local: this.#local,
      join: () => void this.join(),
      cancel: () => void this.leave(),
    })}
    ${this.#renderPanel()}`;
  }

  #renderRoom(conference: Conference, name: string) {
    const {texts} = this.#local;
    const {error} = this.#requester;
    const calls = sideCalls(this.#phone.calls, conference);
    return html`<div class="header">
        <h2 part="room"><bdi>${name || texts.conference.label}</bdi></h2>
        <span class="hint">${texts.conference.count(conference.participants.length + 1)}</span>
        <slot name="header"></slot>
      </div>
      ${this.#renderNotices(
        conference,
        calls.some(({place}) => place === 'talking'),
      )}
      <sidetone-bring-in
        via=${this.via}
        ?hide-incoming=${this.hideIncoming}
        .conference=${conference}
      ></sidetone-bring-in>
      ${people(conference, texts.conference.people)}
      <slot></slot>
      ${error ? html`<p part="problem" class="notice danger">${this.#local.error(error)}</p>` : nothing}
      ${this.#renderPanel()}
      ${bar({
        buttons: roomButtons({
          room: conference,
          panel: this.panel,
          numbers: this.#source.dialIn !== undefined,
          asking: this.asking === 'join' ? undefined : this.asking,
        }),
        calls: calls.length > 0,
        texts: texts.conference,
        press: (action) => void this.#press[action](conference),
      })}`;
  }

  #renderNotices(conference: Conference, talking: boolean) {
    const {dialIn} = this.#source;
    return notices({
      conference,
      talking,
      offer: this.#stay.offered && dialIn ? (this.#canCall ? 'phone' : 'numbers') : undefined,
      call: this.#stay.call,
      texts: this.#local.texts,
      act: (action) => {
        if (action === 'unblock') void this.#requester.ask(new events.UnblockRequestEvent());
        else if (action === 'resume') void this.#press.hold(conference);
        else if (action === 'stay' && dialIn) void this.#stay.start(dialIn);
        else if (action === 'numbers') this.panel = 'numbers';
        else if (action === 'decline') this.#stay.decline();
      },
    });
  }

  #renderPanel() {
    const {conference, callsEndWithMe} = this;
    return panelOf(this.panel, {conference, callsEndWithMe, dialIn: this.#source.dialIn});
  }
}
