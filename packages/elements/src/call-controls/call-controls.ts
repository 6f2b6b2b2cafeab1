import {isHeldHere, type Call, type SidetoneError} from '@sidetone/core';
import {html, LitElement, nothing, type PropertyValues} from 'lit';
import {property, state} from 'lit/decorators.js';
import {announce} from '../a11y/announce.js';
import {CallController} from '../controllers/call-controller.js';
import {setState} from '../controllers/custom-state.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Requester} from '../controllers/requester.js';
import * as events from '../events/index.js';
import {icon, type IconName} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {actions} from '../styles/actions.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {controlButtons, type ControlAction, type ControlButton} from './call-controls.core.js';
import {styles} from './call-controls.styles.js';
import {saveRecording} from './save-recording.js';
import {transferPanel} from './transfer-panel.js';

const icons: Record<ControlAction, IconName> = {
  mute: 'microphone-off',
  keypad: 'keypad',
  hold: 'pause',
  transfer: 'transfer',
  merge: 'merge',
  record: 'record',
  hangup: 'phone-down',
};

/**
 * @summary What can be done in a call: mute, keypad, hold, transfer, merge, record, hang up.
 *
 * A button shows what the far side has confirmed, never what was merely pressed; while it waits it is busy.
 * What was refused is taken back, with the reason in words.
 *
 * @tagname sidetone-call-controls
 * @event {MuteRequestEvent} sidetone-mute-request - Mute was pressed.
 * @event {HoldRequestEvent} sidetone-hold-request - Hold was pressed.
 * @event {ResumeRequestEvent} sidetone-resume-request - Hold was pressed in a held call.
 * @event {TransferRequestEvent} sidetone-transfer-request - A transfer was asked for, to a number or another call.
 * @event {MergeRequestEvent} sidetone-merge-request - Merge was pressed.
 * @event {RecordRequestEvent} sidetone-record-request - Record was pressed.
 * @event {HangupRequestEvent} sidetone-hangup-request - Hang up was pressed.
 * @slot - More buttons, after the element's own.
 * @csspart actions - The buttons other than hang up.
 * @csspart action - One of them; also a part by its name: `mute`, `keypad`, `hold`, `transfer`, `merge`, `record`.
 * @csspart hangup - The button that hangs up.
 * @csspart panel - What the transfer and keypad buttons open.
 * @csspart problem - Why something was refused.
 * @cssstate muted - The microphone is muted.
 * @cssstate held - This side holds the call.
 * @cssstate recording - The call is being recorded.
 * @cssproperty [--sidetone-call-controls-size=68px] - Height of a button.
 */
export class SidetoneCallControls extends LitElement {
  static override styles = [base, controls, actions, styles];
  static override shadowRootOptions = {...LitElement.shadowRootOptions, delegatesFocus: true};

  /** The call; without it, the provider's current one. */
  @property({attribute: false}) call: Call | undefined;

  /** Offers recording: saved as a file when it ends, the far side hears a tone at intervals. */
  @property({type: Boolean, reflect: true}) record = false;

  @state() private panel: 'transfer' | 'keypad' | undefined;

  readonly #call = new CallController(this);
  readonly #phone = new PhoneController(this);
  readonly #local = new LocalizeController(this);
  readonly #requester = new Requester(this, (error) => this.#say(this.#local.error(error)));
  readonly #internals = this.attachInternals();
  #shown: Call | undefined;

  protected override willUpdate(): void {
    const {call} = this.#call;
    if (call !== this.#shown || !call?.connectedAt) this.panel = undefined;
    if (call !== this.#shown) this.#requester.dismiss();
    this.#shown = call;
    setState(this.#internals, 'muted', call?.muted ?? false);
    setState(this.#internals, 'held', call !== undefined && isHeldHere(call));
    setState(this.#internals, 'recording', this.#call.recording !== undefined);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('panel') && this.panel === 'transfer') this.renderRoot.querySelector('input')?.focus();
  }

  /** Answered calls that this one is not merged with. */
  get #others(): Call[] {
    const merged = this.#phone.phone?.mergedCalls ?? [];
    const {call} = this.#call;
    const together = call !== undefined && merged.includes(call);
    return this.#phone.calls.filter(
      (other) => other !== call && other.connectedAt !== undefined && !(together && merged.includes(other)),
    );
  }

  readonly #press: Record<ControlAction, (call: Call) => void> = {
    mute: (call) => this.#ask(new events.MuteRequestEvent(call, !call.muted)),
    hold: (call) =>
      this.#ask(isHeldHere(call) ? new events.ResumeRequestEvent(call) : new events.HoldRequestEvent(call)),
    keypad: () => this.#toggle('keypad'),
    transfer: () => this.#toggle('transfer'),
    merge: (call) => this.#ask(new events.MergeRequestEvent([call, ...this.#others])),
    record: (call) => void this.#record(call),
    hangup: (call) => this.#ask(new events.HangupRequestEvent(call)),
  };

  #toggle(panel: 'transfer' | 'keypad'): void {
    this.panel = this.panel === panel ? undefined : panel;
  }

  async #record(call: Call): Promise<void> {
    const on = this.#call.recording === undefined;
    const begun = await this.#requester.ask(new events.RecordRequestEvent(call, on));
    if (begun && on) saveRecording(call, () => this.#say(this.#local.texts.controls.recordingSaved));
  }

  #ask(event: events.RequestEvent): void {
    void this.#requester.ask(event);
  }

  #say(text: string): void {
    announce(text, {lang: this.#local.locale});
  }

  #closePanel(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.panel) return;
    event.stopPropagation();
    const opener = this.renderRoot.querySelector<HTMLElement>(`.${this.panel}`);
    this.panel = undefined;
    opener?.focus();
  }

  protected override render() {
    const {call} = this.#call;
    if (!call) return nothing;
    const texts = this.#local.texts.controls;
    const all = controlButtons({
      call,
      panel: this.panel,
      record: this.record,
      recording: this.#call.recording !== undefined,
      mergeable: this.#others.length > 0,
    });
    const actions = all.filter(({action}) => action !== 'hangup');
    const {error} = this.#requester;
    return html`<div class="controls" role="group" aria-label=${texts.label} @keydown=${this.#closePanel}>
      <div part="actions" class="actions count-${actions.length}">
        ${actions.map((button) => this.#renderAction(call, button))}
        <slot></slot>
      </div>
      ${this.#renderNews(call, error)}
      ${this.panel ? html`<div part="panel" class="panel" id="panel">${this.#renderPanel(call)}</div>` : nothing}
      ${this.#renderHangup(call, all.at(-1)!)}
    </div>`;
  }

  #renderAction(call: Call, {action, pressed, expanded, busy, disabled}: ControlButton) {
    const press = () => {
      if (!disabled) this.#press[action](call);
    };
    return html`<button
      part="action ${action}"
      class="button action ${action}"
      type="button"
      aria-pressed=${pressed ?? nothing}
      aria-expanded=${expanded ?? nothing}
      aria-controls=${expanded ? 'panel' : nothing}
      aria-disabled=${disabled}
      aria-busy=${busy}
      @click=${press}
    >
      ${icon(icons[action])}
      <span class="label">${this.#local.texts.controls[action]}</span>
    </button>`;
  }

  #renderHangup(call: Call, {busy, disabled}: ControlButton) {
    const texts = this.#local.texts.controls;
    return html`<button
      part="hangup"
      class="button danger hangup"
      type="button"
      aria-disabled=${disabled || busy}
      aria-busy=${busy}
      @click=${() => !disabled && !busy && this.#press.hangup(call)}
    >
      ${icon('phone-down')} ${busy ? texts.hangingUp : texts.hangup}
    </button>`;
  }

  /** What goes on besides the buttons: a request that waits, a refusal, a recording, who else is in the call. */
  #renderNews(call: Call, error: SidetoneError | undefined) {
    const texts = this.#local.texts.controls;
    const waiting = {hold: texts.holding, resume: texts.resuming, transfer: texts.transferring}[
      call.pending as string
    ];
    const merged = this.#phone.phone?.mergedCalls ?? [];
    const names = merged.map(({remote}) => remote.displayName).join(this.#local.texts.listSeparator);
    return html`
      ${error ? html`<p part="problem" class="notice danger">${this.#local.error(error)}</p>` : nothing}
      ${waiting ? html`<p class="hint">${waiting}</p>` : nothing}
      ${merged.includes(call) ? html`<p class="hint">${texts.mergedWith(names)}</p>` : nothing}
      ${this.#call.recording ? html`<p class="notice danger recording">${texts.recording}</p>` : nothing}
    `;
  }

  #renderPanel(call: Call) {
    if (this.panel === 'keypad') return html`<sidetone-dialpad compact .call=${call}></sidetone-dialpad>`;
    return transferPanel({
      texts: this.#local.texts.controls,
      others: this.#others,
      busy: call.pending !== undefined,
      transfer: (target) => this.#ask(new events.TransferRequestEvent(call, target)),
    });
  }
}
