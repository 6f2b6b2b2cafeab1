import type {Call} from '@sidetone/core';
import {html, LitElement, nothing} from 'lit';
import {state} from 'lit/decorators.js';
import {announce} from '../a11y/announce.js';
import {FocusGroup} from '../controllers/focus-group.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Requester} from '../controllers/requester.js';
import * as events from '../events/index.js';
import {icon} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {callRows, type CallRow} from './call-list.core.js';
import {styles} from './call-list.styles.js';

/**
 * @summary The lines in use: which call talks, which wait; switch, hold, answer, hang up, merge.
 *
 * One stop of the Tab key: arrow keys move among the buttons. The call that talks has `aria-current`.
 *
 * @tagname sidetone-call-list
 * @event {ResumeRequestEvent} sidetone-resume-request - A held call was pressed; the one that talks is held first.
 * @event {AnswerRequestEvent} sidetone-answer-request - A ringing call was pressed.
 * @event {HoldRequestEvent} sidetone-hold-request - Hold was pressed.
 * @event {HangupRequestEvent} sidetone-hangup-request - Hang up was pressed.
 * @event {RejectRequestEvent} sidetone-reject-request - Hang up was pressed on a call that rings here.
 * @event {MergeRequestEvent} sidetone-merge-request - Merge was pressed.
 * @slot empty - What is shown when there are no calls.
 * @csspart row - One call.
 * @csspart main - Name and state of a call; a button when it can be switched to.
 * @csspart merge - The button that merges.
 * @csspart problem - Why something was refused.
 */
export class SidetoneCallList extends LitElement {
  static override styles = [base, controls, styles];

  /** Calls picked for merging when there are three or more. */
  @state() private picked: ReadonlySet<Call> = new Set();

  readonly #phone = new PhoneController(this);
  readonly #local = new LocalizeController(this);
  readonly #requester = new Requester(this, (error) =>
    announce(this.#local.error(error), {lang: this.#local.locale}),
  );

  constructor() {
    super();
    const items = () => [...this.renderRoot.querySelectorAll<HTMLElement>('button, input')];
    new FocusGroup(this, {direction: 'vertical', items});
  }

  #ask(event: events.RequestEvent): void {
    void this.#requester.ask(event);
  }

  #pick(call: Call, picked: boolean): void {
    const others = [...this.picked].filter((other) => other !== call);
    this.picked = new Set(picked ? [...others, call] : others);
  }

  protected override render() {
    const {phone, calls} = this.#phone;
    const texts = this.#local.texts.callList;
    if (!phone || !calls.length) return html`<slot name="empty"><p class="hint">${texts.empty}</p></slot>`;
    const rows = callRows(calls, phone.activeCall, phone.mergedCalls);
    const mergeable = rows.filter(({canMerge}) => canMerge);
    const {error} = this.#requester;
    return html`<ul aria-label=${texts.label}>
        ${rows.map((row) => this.#renderRow(row, mergeable.length > 2))}
      </ul>
      ${this.#renderMerge(mergeable)}
      ${error ? html`<p part="problem" class="notice danger">${this.#local.error(error)}</p>` : nothing}`;
  }

  #renderRow(row: CallRow<Call>, pickable: boolean) {
    const {call, current, merged, action, canHold, canMerge, busy} = row;
    const texts = this.#local.texts.callList;
    const name = call.remote.displayName;
    const act = () =>
      this.#ask(
        action === 'answer' ? new events.AnswerRequestEvent(call) : new events.ResumeRequestEvent(call),
      );
    const end = () =>
      this.#ask(
        action === 'answer' ? new events.RejectRequestEvent(call) : new events.HangupRequestEvent(call),
      );
    const label = action === 'answer' ? texts.answer(name) : texts.switchTo(name);
    const content = html`<span class="name"><bdi>${name}</bdi></span>
      <span class="state">
        <sidetone-call-status .call=${call}></sidetone-call-status>
        ${merged ? html`<span class="merged">${texts.merged}</span>` : nothing}
      </span>`;
    return html`<li part="row" class="row" aria-current=${current ? 'true' : nothing} aria-busy=${busy}>
      ${
        pickable && canMerge
          ? html`<label class="select">
              <span class="visually-hidden">${texts.select(name)}</span>
              <input
                type="checkbox"
                .checked=${this.picked.has(call)}
                @change=${(event: Event) => this.#pick(call, (event.target as HTMLInputElement).checked)}
              />
            </label>`
          : nothing
      }
      <button
        part="main"
        class="button plain main"
        type="button"
        aria-disabled=${action === 'none' || busy}
        @click=${() => action !== 'none' && !busy && act()}
      >
        ${action === 'none' ? nothing : html`<span class="visually-hidden">${label}</span>`} ${content}
      </button>
      ${canHold || action !== 'none' ? this.#renderToggle(row, label, act) : nothing}
      <button
        class="button plain icon-only end"
        type="button"
        aria-label=${texts.hangup(name)}
        title=${texts.hangup(name)}
        @click=${end}
      >
        ${icon('phone-down')}
      </button>
    </li>`;
  }

  /** One button for hold, switch and answer, so that the focus stays when one becomes the other. */
  #renderToggle({call, action, busy}: CallRow<Call>, label: string, act: () => void) {
    const hold = action === 'none';
    const name = hold ? this.#local.texts.callList.hold(call.remote.displayName) : label;
    const press = () => (hold ? this.#ask(new events.HoldRequestEvent(call)) : act());
    return html`<button
      class="button plain icon-only toggle ${action}"
      type="button"
      aria-label=${name}
      title=${name}
      aria-disabled=${busy}
      @click=${() => !busy && press()}
    >
      ${icon(hold ? 'pause' : action === 'answer' ? 'phone' : 'play')}
    </button>`;
  }

  /** Two calls need no picking. */
  #renderMerge(mergeable: readonly CallRow<Call>[]) {
    const calls = mergeable.map(({call}) => call);
    const chosen = calls.length > 2 ? calls.filter((call) => this.picked.has(call)) : calls;
    const together = calls.length > 0 && mergeable.every(({merged}) => merged);
    if (calls.length < 2 || together) return nothing;
    const disabled = chosen.length < 2 || mergeable.some(({busy}) => busy);
    return html`<button
      part="merge"
      class="button merge"
      type="button"
      aria-disabled=${disabled}
      @click=${() => !disabled && this.#ask(new events.MergeRequestEvent(chosen))}
    >
      ${icon('merge')}
      ${chosen.length < 2 ? this.#local.texts.controls.merge : this.#local.texts.callList.merge(chosen.length)}
    </button>`;
  }
}
