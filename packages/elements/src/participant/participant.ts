import {formatNumber, type Conference, type Participant, type PhoneLeg} from '@sidetone/core';
import {html, LitElement, nothing, type PropertyValues} from 'lit';
import {property, state} from 'lit/decorators.js';
import {announce} from '../a11y/announce.js';
import {ConferenceController} from '../controllers/conference-controller.js';
import {setState} from '../controllers/custom-state.js';
import {Requester} from '../controllers/requester.js';
import {Subscription} from '../controllers/subscription.js';
import {LegHangupRequestEvent} from '../events/index.js';
import {icon} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {somebodyView, type SomebodyView} from './participant.core.js';
import {styles} from './participant.styles.js';
import {signs} from './signs.js';
import {videos} from './videos.js';

/**
 * @summary Somebody in the room: a person with their video, or a phone with its badge and what can be done with it.
 *
 * How loud they are is drawn without being announced: who wants to know who speaks looks, or reads the tile.
 *
 * @tagname sidetone-participant
 * @event {LegHangupRequestEvent} sidetone-leg-hangup-request - Hang up was pressed for a phone that is called.
 * @slot avatar - Replaces the picture.
 * @slot - More about them, under everything.
 * @csspart tile - The whole.
 * @csspart video - One video.
 * @csspart avatar - The picture.
 * @csspart name - The name.
 * @csspart note - What is said under the name.
 * @csspart signs - Muted, speaking, weak connection.
 * @csspart more - The button that shows the controls of a phone.
 * @csspart hangup - The button that hangs up a phone that is called.
 * @csspart problem - Why something was refused.
 * @cssstate speaking - They speak.
 * @cssstate muted - The room does not hear them.
 * @cssstate phone - It is a phone.
 */
export class SidetoneParticipant extends LitElement {
  static override styles = [base, controls, styles];

  /** Who it is; a phone that is not in the room yet has only a `leg`. */
  @property({attribute: false}) participant: Participant | undefined;
  /** The call of a phone. */
  @property({attribute: false}) leg: PhoneLeg | undefined;
  /** Of a phone that is mixed in by a page: whose page that is. */
  @property({attribute: false}) pageOf: Participant | undefined;
  /** Where they are; without it the provider's conference. */
  @property({attribute: false}) conference: Conference | undefined;
  /** The controls of a phone are shown. */
  @property({type: Boolean, reflect: true}) open = false;

  @state() private speaking = false;
  #level = 0;
  readonly #internals = this.attachInternals();
  readonly #local = new LocalizeController(this);
  readonly #requester = new Requester(this, (error) =>
    announce(this.#local.error(error), {lang: this.#local.locale}),
  );
  readonly #leg = new Subscription<PhoneLeg>((leg, signal) =>
    leg.addEventListener('change', () => this.requestUpdate(), {signal}),
  );
  readonly #conference = new ConferenceController(this, (conference, signal) =>
    conference.addEventListener('levels', () => this.#hear(), {signal}),
  );

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leg.follow(undefined);
  }

  get #view(): SomebodyView {
    return somebodyView({participant: this.participant, leg: this.leg, host: this.pageOf});
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.#leg.follow(this.isConnected ? this.leg : undefined);
    if (changed.has('participant')) this.#take(this.participant);
    const view = this.#view;
    if (view.controls !== 'all') this.open = false;
    setState(this.#internals, 'speaking', this.speaking);
    setState(this.#internals, 'muted', view.microphone === 'off');
    setState(this.#internals, 'phone', view.kind === 'phone');
  }

  protected override updated(): void {
    this.#drawLevel();
  }

  /** Comes several times a second: renders only when they begin or cease to speak. */
  #hear(): void {
    const {local, participants} = this.#conference.conference ?? {};
    const id = this.participant?.id;
    this.#take(local?.id === id ? local : participants?.find((one) => one.id === id));
    this.#drawLevel();
  }

  #take(now: Participant | undefined): void {
    this.speaking = now?.speaking ?? false;
    this.#level = now?.level ?? 0;
  }

  #drawLevel(): void {
    const avatar = this.renderRoot.querySelector<HTMLElement>('.avatar');
    avatar?.style.setProperty('--_level', this.#level.toFixed(2));
  }

  protected override render() {
    const view = this.#view;
    if (!view.name) return nothing;
    const over = this.leg?.ended ? 'over' : '';
    const {error} = this.#requester;
    return html`<div
      part="tile"
      class="tile ${view.kind} ${this.speaking ? 'speaking' : ''} ${over}"
      role="group"
      aria-labelledby="name"
    >
      ${videos(this.participant, this.#local.texts.participant)}
      <div class="row">
        <slot name="avatar"
          ><span part="avatar" class="avatar" aria-hidden="true"
            >${view.kind === 'phone' ? icon('phone') : view.initials || icon('person')}</span
          ></slot
        >
        <div class="who">
          <p part="name" id="name" class="name"><bdi>${view.name}</bdi></p>
          ${view.number ? html`<p class="hint numeric number"><bdi>${formatNumber(view.number)}</bdi></p>` : nothing}
          ${view.note ? html`<p part="note" class="hint note">${this.#note(view)}</p>` : nothing}
        </div>
        <div part="signs" class="signs">
          ${signs(view, this.speaking, this.#local.texts.participant)} ${this.#renderButtons(view)}
        </div>
        ${
          view.status
            ? html`<sidetone-call-status
                class="badge"
                label=${view.name}
                status=${view.status}
                cause=${view.cause ?? ''}
                since=${view.since ?? ''}
              ></sidetone-call-status>`
            : nothing
        }
      </div>
      ${error ? html`<p part="problem" class="notice danger">${this.#local.error(error)}</p>` : nothing}
      ${this.open ? html`<sidetone-leg-controls id="controls" .leg=${this.leg}></sidetone-leg-controls>` : nothing}
      <slot></slot>
    </div>`;
  }

  #note({note}: SomebodyView): string | undefined {
    const texts = this.#local.texts.participant;
    return note === 'through' ? texts.through(this.pageOf?.name ?? '') : note && texts[note];
  }

  #renderButtons({controls: possible, name}: SomebodyView) {
    const {leg} = this;
    const texts = this.#local.texts.participant;
    if (!leg || possible === 'none') return nothing;
    if (possible === 'all')
      return html`<button
        part="more"
        class="button plain icon-only more"
        type="button"
        aria-label=${texts.more(name)}
        title=${texts.more(name)}
        aria-expanded=${this.open}
        aria-controls=${this.open ? 'controls' : nothing}
        @click=${() => (this.open = !this.open)}
      >
        ${icon('more')}
      </button>`;
    return html`<button
      part="hangup"
      class="button plain icon-only end"
      type="button"
      aria-label=${texts.hangup(name)}
      title=${texts.hangup(name)}
      @click=${() => void this.#requester.ask(new LegHangupRequestEvent(leg))}
    >
      ${icon('phone-down')}
    </button>`;
  }
}
