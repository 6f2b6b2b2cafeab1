import {formatNumber, type Call, type SidetoneError} from '@sidetone/core';
import {html, LitElement, nothing} from 'lit';
import {property, query} from 'lit/decorators.js';
import {announce} from '../a11y/announce.js';
import {CallController} from '../controllers/call-controller.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Requester} from '../controllers/requester.js';
import {AnswerRequestEvent, RejectRequestEvent} from '../events/index.js';
import {icon} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {setState} from '../controllers/custom-state.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {callerView, ringsHere, type CallerView} from './incoming-call.core.js';
import {styles} from './incoming-call.styles.js';

/**
 * @summary Who is calling, with answer, decline and “to voicemail”. Shows nothing while nobody calls.
 * @tagname sidetone-incoming-call
 * @event {AnswerRequestEvent} sidetone-answer-request - Answer was pressed; cancel to keep the call from being answered.
 * @event {RejectRequestEvent} sidetone-reject-request - Decline or “to voicemail” was pressed; cancel to let it ring on.
 * @slot avatar - Replaces the picture of the caller.
 * @slot - More about the caller, under the name.
 * @csspart sheet - The card.
 * @csspart avatar - The picture of the caller.
 * @csspart name - The caller's name.
 * @csspart address - The caller's number or address.
 * @csspart buttons - The row of buttons.
 * @csspart answer - The button that answers.
 * @csspart decline - The button that declines.
 * @csspart voicemail - The button that sends to voicemail.
 * @csspart problem - Why answering failed, and the remedy.
 * @cssstate ringing - A call is shown.
 */
export class SidetoneIncomingCall extends LitElement {
  static override styles = [base, controls, styles];

  /** The ringing call; without it, the provider's oldest one that rings. */
  @property({attribute: false}) call: Call | undefined;

  /** Offers “to voicemail”: refuses with 486, upon which the server takes the call into the mailbox. */
  @property({type: Boolean, reflect: true}) voicemail = false;

  @query('.answer') private readonly answerButton!: HTMLElement | null;

  readonly #phone = new PhoneController(this);
  readonly #local = new LocalizeController(this);
  readonly #requester = new Requester(this, (error) => this.#say(this.#problem(error)));
  readonly #internals = this.attachInternals();
  #shown: Call | undefined;

  constructor() {
    super();
    new CallController(this);
  }

  /** The call that is shown: while one rings. */
  get ringing(): Call | undefined {
    const call = this.call ?? this.#phone.calls.find(ringsHere);
    return call && ringsHere(call) ? call : undefined;
  }

  protected override updated(): void {
    const {ringing} = this;
    if (ringing === this.#shown) return;
    this.#shown = ringing;
    this.#requester.dismiss();
    setState(this.#internals, 'ringing', ringing !== undefined);
    if (!ringing) return;
    const {name, address, called} = this.#view(ringing);
    const {from, titleFor} = this.#local.texts.incoming;
    this.#say(
      [from(name), address, called && titleFor(called)].filter(Boolean).join(this.#local.texts.listSeparator),
      true,
    );
    // Somebody who is typing, or about to press something else, must not answer by accident.
    if (document.activeElement === document.body) this.answerButton?.focus();
  }

  #view(call: Call): CallerView {
    return callerView(call, this.#phone.phone?.accounts.length ?? 1, formatNumber);
  }

  #problem(error: SidetoneError): string {
    return `${this.#local.error(error)} ${this.ringing ? this.#local.texts.incoming.stillRinging : ''}`.trim();
  }

  #say(text: string, urgent = false): void {
    announce(text, {lang: this.#local.locale, urgent});
  }

  protected override render() {
    const {ringing} = this;
    if (!ringing) return nothing;
    const texts = this.#local.texts.incoming;
    const {name, address, called, answering} = this.#view(ringing);
    const {error} = this.#requester;
    return html`<section part="sheet" class="sheet" aria-label=${texts.title} aria-busy=${answering}>
      <div class="caller">
        <slot name="avatar"><span part="avatar" class="avatar">${icon('person')}</span></slot>
        <div class="who">
          <p class="kind">${called ? texts.titleFor(called) : texts.title}</p>
          <p part="name" class="name"><bdi>${name}</bdi></p>
          ${address ? html`<p part="address" class="hint numeric"><bdi>${address}</bdi></p>` : nothing}
          <slot></slot>
        </div>
      </div>
      ${error ? html`<p part="problem" class="notice danger">${this.#problem(error)}</p>` : nothing}
      ${this.#renderButtons(ringing, answering)}
    </section>`;
  }

  #renderButtons(call: Call, answering: boolean) {
    const texts = this.#local.texts.incoming;
    const reject = (reason: 'decline' | 'busy') => () =>
      void this.#requester.ask(new RejectRequestEvent(call, reason));
    const answer = () => {
      if (!answering) void this.#requester.ask(new AnswerRequestEvent(call));
    };
    return html`<div part="buttons" class="buttons">
      <button
        part="answer"
        class="button positive answer"
        type="button"
        aria-disabled=${answering}
        @click=${answer}
      >
        ${icon('phone')} ${answering ? texts.answering : texts.answer}
      </button>
      <button part="decline" class="button danger" type="button" @click=${reject('decline')}>
        ${icon('phone-down')} ${texts.decline}
      </button>
      ${
        this.voicemail
          ? html`<button part="voicemail" class="button voicemail" type="button" @click=${reject('busy')}>
              ${icon('voicemail')} ${texts.voicemail}
            </button>`
          : nothing
      }
    </div>`;
  }
}
