import {formatWait, type Call, type CallCause, type CallStatus} from '@sidetone/core';
import {html, LitElement, nothing} from 'lit';
import {property} from 'lit/decorators.js';
import {announce} from '../a11y/announce.js';
import {CallController} from '../controllers/call-controller.js';
import {setState} from '../controllers/custom-state.js';
import {Ticker} from '../controllers/ticker.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {
  factsOf,
  isNews,
  moment,
  statusView,
  type Advice,
  type StatusFacts,
  type StatusView,
} from './call-status.core.js';
import {styles} from './call-status.styles.js';

/** A number among words that are written from right to left keeps its own order (Unicode FSI, PDI). */
const isolated = (text: string) => `\u2068${text}\u2069`;

const statuses = ['accepted', 'ringing', 'connected', 'held', 'rejected', 'cleared'] as const;

/**
 * @summary A badge for one call: its state, why it ended, how long it lasts.
 *
 * About the provider's current call, a `call` of its own, or, for phones that are no call of this page, about
 * what its attributes say. Screen readers are told each change once.
 *
 * @tagname sidetone-call-status
 * @csspart badge - The whole badge.
 * @csspart dot - The dot in front.
 * @csspart label - The state.
 * @csspart detail - Why the call ended, or who holds it.
 * @csspart duration - How long people have talked.
 * @cssstate accepted - The request to call is under way.
 * @cssstate ringing - The called side is being alerted.
 * @cssstate connected - People talk.
 * @cssstate held - One side has put the call on hold.
 * @cssstate rejected - It never connected.
 * @cssstate cleared - It is over.
 */
export class SidetoneCallStatus extends LitElement {
  static override styles = [base, styles];

  /** Without a call: `accepted`, `ringing`, `connected`, `held`, `rejected` or `cleared`. */
  @property({reflect: true}) status: CallStatus | '' = '';
  /** With `status`: why it is rejected or cleared. */
  @property({reflect: true}) cause: CallCause | '' = '';
  /** With `status`: since when people talk, ISO 8601 or ms since the epoch. */
  @property({reflect: true}) since = '';
  /** Whom it is about, for announcements; a call knows its other side. */
  @property({reflect: true}) label = '';
  /** Announce nothing: another badge does. */
  @property({type: Boolean, reflect: true}) quiet = false;
  /** The call; without it and without `status`, the provider's current one. */
  @property({attribute: false}) call: Call | undefined;

  #said: string | undefined;
  readonly #internals = this.attachInternals();
  readonly #localize = new LocalizeController(this);
  readonly #call = new CallController(this);

  constructor() {
    super();
    new Ticker(this, () => (this.#view?.running ? this.#facts?.since : undefined));
  }

  get #subject(): Call | undefined {
    return this.call ?? (this.status ? undefined : this.#call.call);
  }

  get #facts(): StatusFacts | undefined {
    const call = this.#subject;
    if (call) return factsOf(call);
    if (!statuses.includes(this.status as CallStatus)) return undefined;
    return {
      status: this.status as CallStatus,
      cause: this.cause || undefined,
      incoming: false,
      heldByRemote: false,
      interrupted: false,
      since: moment(this.since),
      until: undefined,
      movedTo: undefined,
      retryAfter: undefined,
    };
  }

  get #view(): StatusView | undefined {
    const facts = this.#facts;
    return facts && statusView(facts, Date.now());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#said = undefined;
  }

  override updated(): void {
    const facts = this.#facts;
    for (const status of statuses) setState(this.#internals, status, facts?.status === status);
    this.#announce();
  }

  /** Says what changed; what was so before the badge came is not news. */
  #announce(): void {
    const view = this.#view;
    const call = this.#subject;
    const words = view ? this.#words(view).join(this.#localize.texts.listSeparator) : '';
    const before = this.#said;
    const saying = `${call?.id ?? ''} ${view?.label ?? ''} ${view?.detail ?? ''}`;
    this.#said = saying;
    if (!words || saying === before || this.quiet) return;
    const changedAt = call ? (call.endedAt ?? call.connectedAt ?? call.startedAt) : -Infinity;
    if (before === undefined && !isNews(changedAt, Date.now())) return;
    const who = this.label || call?.remote.displayName;
    announce(who ? `${who}: ${words}` : words, {lang: this.#localize.locale});
  }

  #words({label, detail, advice}: StatusView): string[] {
    const {texts} = this.#localize;
    const first =
      label === 'incomingRinging' || label === 'interrupted' ? texts[label] : texts.callStatus[label];
    if (!detail) return [first];
    if (detail === 'heldByRemote') return [first, texts.heldByRemote];
    const why = texts.callCause[detail] ?? detail;
    return [first, advice ? [why, this.#advice(advice)].join(texts.listSeparator) : why];
  }

  #advice(advice: Advice): string {
    const {callAdvice} = this.#localize.texts;
    switch (advice.try) {
      case 'elsewhere':
        return callAdvice.elsewhere(isolated(advice.address));
      case 'after':
        return callAdvice.after(formatWait(advice.seconds, this.#localize.locale));
      case 'later':
        return callAdvice.later;
    }
  }

  override render() {
    const view = this.#view;
    if (!view) return nothing;
    const [label, detail] = this.#words(view);
    return html`<span class="badge ${view.mood}" part="badge">
      <span class="dot" part="dot"></span>
      <span class="words">
        <span part="label">${label}</span>
        ${detail ? html`<span class="detail" part="detail">${detail}</span>` : nothing}
        ${
          view.duration === undefined
            ? nothing
            : html`<span class="duration" part="duration">${this.#localize.duration(view.duration)}</span>`
        }
      </span>
    </span>`;
  }
}
