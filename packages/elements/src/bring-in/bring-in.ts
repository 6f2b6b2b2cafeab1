import type {BringInVia, Call, Conference} from '@sidetone/core';
import {html, LitElement, nothing} from 'lit';
import {property, state} from 'lit/decorators.js';
import {repeat} from 'lit/directives/repeat.js';
import {announce} from '../a11y/announce.js';
import {ConferenceController} from '../controllers/conference-controller.js';
import {setState} from '../controllers/custom-state.js';
import {KeptFocus} from '../controllers/kept-focus.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Requester} from '../controllers/requester.js';
import * as events from '../events/index.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {sideCalls, type SideView} from './bring-in.core.js';
import {styles} from './bring-in.styles.js';
import {sideCall, type SideAction} from './side-call.js';

/**
 * @summary The calls of this page beside its room: answer and let the room wait, change between the two, take a call into the room.
 *
 * A call that is in the room says which way it is in: mixed in this page, and so for as long as the page is open, or by the
 * server; it can be changed from the first to the second while people talk. Shows nothing while there is no call, or no room.
 *
 * @tagname sidetone-bring-in
 * @event {SwapRequestEvent} sidetone-swap-request - Another conversation was chosen: the call's, or the room's.
 * @event {BringInRequestEvent} sidetone-bring-in-request - A call is to be taken into the room.
 * @event {HandRequestEvent} sidetone-hand-request - The server is to take over a call that is mixed here.
 * @event {TakeOutRequestEvent} sidetone-take-out-request - A call is to be taken out of the room.
 * @event {HangupRequestEvent} sidetone-hangup-request - Hang up was pressed.
 * @csspart call - One call.
 * @csspart name - The name of the other side.
 * @csspart place - Where the call stands.
 * @csspart swap - The button that changes between call and room.
 * @csspart bring-in - The button that takes the call into the room.
 * @csspart hand - The button that lets the server take it over.
 * @csspart take-out - The button that takes it out of the room.
 * @csspart hangup - The button that hangs up.
 * @csspart problem - Why something was refused.
 * @cssstate calls - There are calls beside the room, or something to say about one.
 */
export class SidetoneBringIn extends LitElement {
  static override styles = [base, controls, styles];

  /** Which way calls are taken into the room at first: `page` or `server`. The person may choose otherwise. */
  @property({reflect: true}) via: BringInVia = 'page';
  /** Another element shows calls that come in. */
  @property({type: Boolean, attribute: 'hide-incoming', reflect: true}) hideIncoming = false;
  /** The room; without it the provider's. */
  @property({attribute: false}) conference: Conference | undefined;

  /** What was asked of which call, and has not been done. */
  @state() private asked: ReadonlyMap<Call, SideAction> = new Map();
  readonly #internals = this.attachInternals();
  readonly #local = new LocalizeController(this);
  readonly #phone = new PhoneController(this);
  readonly #conference = new ConferenceController(this);
  readonly #requester = new Requester(this, (error) =>
    announce(this.#local.error(error), {lang: this.#local.locale}),
  );

  constructor() {
    super();
    new KeptFocus(this, () => this.renderRoot.querySelector('.buttons button'));
  }

  get #calls(): SideView[] {
    return sideCalls(this.#phone.calls, this.#conference.conference);
  }

  protected override willUpdate(): void {
    setState(this.#internals, 'calls', this.#calls.length > 0 || this.#requester.error !== undefined);
  }

  async #ask(call: Call, action: SideAction): Promise<void> {
    if (this.asked.has(call) && action !== 'hangup') return;
    const request = {
      swap: () => new events.SwapRequestEvent(call),
      'bring-in': () => new events.BringInRequestEvent(call, this.via),
      hand: () => new events.HandRequestEvent(call),
      'take-out': () => new events.TakeOutRequestEvent(call),
      hangup: () => new events.HangupRequestEvent(call),
    }[action];
    this.asked = new Map(this.asked).set(call, action);
    await this.#requester.ask(request());
    const others = new Map(this.asked);
    others.delete(call);
    this.asked = others;
  }

  protected override render() {
    const calls = this.#calls;
    const ringing = this.hideIncoming ? [] : calls.filter(({place}) => place === 'ringing');
    const others = calls.filter(({place}) => place !== 'ringing');
    const {error} = this.#requester;
    if (!calls.length && !error) return nothing;
    const texts = this.#local.texts.bringIn;
    return html`${ringing.map(
      ({call}) =>
        html`<sidetone-incoming-call .call=${call}>
          <p class="hint">${texts.roomWillWait}</p>
        </sidetone-incoming-call>`,
    )}
    ${
      others.length
        ? html`<ul aria-label=${texts.label}>
            ${repeat(
              others,
              ({call}) => call.id,
              (view) => this.#renderCall(view),
            )}
          </ul>`
        : nothing
    }
    ${error ? html`<p part="problem" class="notice danger">${this.#local.error(error)}</p>` : nothing}`;
  }

  #renderCall(view: SideView) {
    return sideCall({
      view,
      asked: this.asked.get(view.call),
      stays: this.via === 'server',
      texts: this.#local.texts.bringIn,
      act: (action) => void this.#ask(view.call, action),
      stay: (stays) => (this.via = stays ? 'server' : 'page'),
    });
  }
}
