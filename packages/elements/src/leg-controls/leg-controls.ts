import type {PhoneLeg} from '@sidetone/core';
import {html, LitElement, nothing, type PropertyValues} from 'lit';
import {property, state} from 'lit/decorators.js';
import {announce} from '../a11y/announce.js';
import {setState} from '../controllers/custom-state.js';
import {FocusGroup} from '../controllers/focus-group.js';
import {Requester} from '../controllers/requester.js';
import {Subscription} from '../controllers/subscription.js';
import * as events from '../events/index.js';
import {icon, type IconName} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {actions} from '../styles/actions.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {isSilent, legButtons, switched, type LegAction, type LegButton} from './leg-controls.core.js';
import {styles} from './leg-controls.styles.js';
import {LegKeypad} from './leg-keypad.js';

const icons: Record<LegAction, IconName> = {
  mute: 'microphone-off',
  deafen: 'speaker-off',
  hold: 'pause',
  keypad: 'keypad',
  hangup: 'phone-down',
};

/**
 * @summary What can be done with one phone in the room, and with no other: silence what it says or hears, hold, send digits, hang up.
 *
 * A button shows what the server has confirmed, never what was merely pressed; while it waits it is busy. Shows nothing for a
 * phone that this person may not control.
 *
 * @tagname sidetone-leg-controls
 * @event {LegMuteRequestEvent} sidetone-leg-mute-request - Mute or sound off was pressed.
 * @event {LegHoldRequestEvent} sidetone-leg-hold-request - Hold was pressed.
 * @event {LegResumeRequestEvent} sidetone-leg-resume-request - Hold was pressed for a held phone.
 * @event {LegDtmfRequestEvent} sidetone-leg-dtmf-request - A key was pressed.
 * @event {LegHangupRequestEvent} sidetone-leg-hangup-request - Hang up was pressed.
 * @csspart actions - The buttons.
 * @csspart action - One of them; also a part by its name: `mute`, `deafen`, `hold`, `keypad`, `hangup`.
 * @csspart keypad - The keys.
 * @csspart problem - Why something was refused.
 * @cssstate muted - The room does not hear this phone.
 * @cssstate deafened - This phone does not hear the room.
 * @cssstate held - The phone is held.
 * @cssproperty [--sidetone-leg-controls-size=60px] - Height of a button.
 */
export class SidetoneLegControls extends LitElement {
  static override styles = [base, controls, actions, styles];
  static override shadowRootOptions = {...LitElement.shadowRootOptions, delegatesFocus: true};

  /** The phone. */
  @property({attribute: false}) leg: PhoneLeg | undefined;

  @state() private keypad = false;
  @state() private asking: LegAction | undefined;
  readonly #internals = this.attachInternals();
  readonly #local = new LocalizeController(this);
  readonly #requester = new Requester(this, (error) =>
    announce(this.#local.error(error), {lang: this.#local.locale}),
  );
  readonly #keypad = new LegKeypad(this, this.#requester);
  readonly #leg = new Subscription<PhoneLeg>((leg, signal) =>
    leg.addEventListener('change', () => this.requestUpdate(), {signal}),
  );

  constructor() {
    super();
    const items = () => [...this.renderRoot.querySelectorAll<HTMLElement>('.key')];
    new FocusGroup(this, {direction: 'grid', columns: 3, items});
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leg.follow(undefined);
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.#leg.follow(this.isConnected ? this.leg : undefined);
    if (changed.has('leg')) {
      this.keypad = false;
      this.asking = undefined;
      this.#requester.dismiss();
    }
    const {muted = 'none', status} = this.leg ?? {};
    setState(this.#internals, 'muted', isSilent(muted, 'microphone'));
    setState(this.#internals, 'deafened', isSilent(muted, 'speaker'));
    setState(this.#internals, 'held', status === 'held');
  }

  readonly #press: Record<LegAction, (leg: PhoneLeg) => unknown> = {
    mute: (leg) => this.#ask('mute', new events.LegMuteRequestEvent(leg, switched(leg.muted, 'microphone'))),
    deafen: (leg) => this.#ask('deafen', new events.LegMuteRequestEvent(leg, switched(leg.muted, 'speaker'))),
    hold: (leg) =>
      this.#ask(
        'hold',
        leg.status === 'held' ? new events.LegResumeRequestEvent(leg) : new events.LegHoldRequestEvent(leg),
      ),
    keypad: () => (this.keypad = !this.keypad),
    hangup: (leg) => this.#ask('hangup', new events.LegHangupRequestEvent(leg)),
  };

  async #ask(action: LegAction, event: events.RequestEvent): Promise<void> {
    this.asking = action;
    await this.#requester.ask(event);
    if (this.asking === action) this.asking = undefined;
  }

  #closeKeypad(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.keypad) return;
    event.stopPropagation();
    this.keypad = false;
    this.renderRoot.querySelector<HTMLElement>('.action.keypad-opener')?.focus();
  }

  protected override render() {
    const {leg} = this;
    if (!leg) return nothing;
    const buttons = legButtons(leg, this.asking, this.keypad);
    const {error} = this.#requester;
    if (!buttons.length && !error) return nothing;
    return html`<div
      class="controls"
      role="group"
      aria-label=${this.#local.texts.leg.label(leg.name)}
      @keydown=${this.#closeKeypad}
    >
      <div part="actions" class="actions count-${buttons.length}">
        ${buttons.map((button) => this.#renderButton(leg, button))}
      </div>
      ${error ? html`<p part="problem" class="notice danger">${this.#local.error(error)}</p>` : nothing}
      ${this.keypad && buttons.length > 1 ? this.#keypad.render(leg, this.#local.texts) : nothing}
    </div>`;
  }

  #renderButton(leg: PhoneLeg, {action, pressed, expanded, busy, disabled}: LegButton) {
    const texts = this.#local.texts.leg;
    const hint = {mute: texts.muteHint, deafen: texts.deafenHint}[action as string];
    return html`<button
      part="action ${action}"
      class="button action ${action === 'keypad' ? 'keypad-opener' : action}"
      type="button"
      title=${hint ?? nothing}
      aria-pressed=${pressed ?? nothing}
      aria-expanded=${expanded ?? nothing}
      aria-controls=${expanded ? 'keypad' : nothing}
      aria-disabled=${disabled}
      aria-busy=${busy}
      @click=${() => void (disabled || this.#press[action](leg))}
    >
      ${icon(icons[action])}
      <span class="label">${texts[action]}</span>
    </button>`;
  }
}
