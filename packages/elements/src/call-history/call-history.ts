import {SidetoneError, type CallHistoryEntry, type CallHistoryStore} from '@sidetone/core';
import {html, LitElement, nothing} from 'lit';
import {property, state} from 'lit/decorators.js';
import {repeat} from 'lit/directives/repeat.js';
import {announce} from '../a11y/announce.js';
import {FocusGroup} from '../controllers/focus-group.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {Requester} from '../controllers/requester.js';
import {Subscription} from '../controllers/subscription.js';
import {VisibleController} from '../controllers/visible-controller.js';
import {DialRequestEvent} from '../events/index.js';
import {icon, type IconName} from '../icons/icons.js';
import {LocalizeController} from '../localize/localize-controller.js';
import {base} from '../styles/base.js';
import {controls} from '../styles/controls.js';
import {byDay, dayName, lengthOf, outcomeOf, timeOfDay, type CallOutcome} from './call-history.core.js';
import {styles} from './call-history.styles.js';

const icons: Record<CallOutcome, IconName> = {
  missed: 'missed',
  incoming: 'incoming',
  outgoing: 'outgoing',
  unreached: 'close',
};

const page = 50;

/**
 * @summary Calls past, by day: press one to call back, remove one, clear them all.
 *
 * Missed calls count as seen once they were on screen.
 *
 * @tagname sidetone-call-history
 * @event {DialRequestEvent} sidetone-dial-request - A call was pressed: call back.
 * @slot empty - What is shown when there are no calls.
 * @csspart day - The heading of a day.
 * @csspart entry - One call.
 * @csspart call - The button that calls back.
 * @csspart remove - The button that removes a call.
 * @csspart clear - The button that clears the history.
 * @csspart problem - Why something failed.
 */
export class SidetoneCallHistory extends LitElement {
  static override styles = [base, controls, styles];

  /** The calls; without it, the phone's own history. */
  @property({attribute: false}) store: CallHistoryStore | undefined;

  @state() private entries: readonly CallHistoryEntry[] = [];
  @state() private more = false;
  @state() private asking = false;
  /** Missed calls that were news when they came into view. */
  @state() private fresh: ReadonlySet<string> = new Set();
  @state() private failure: SidetoneError | undefined;

  readonly #phone = new PhoneController(this);
  readonly #local = new LocalizeController(this);
  readonly #requester = new Requester(this, (error) => this.#say(this.#local.error(error)));
  readonly #visible = new VisibleController(this, () => this.#lookedAt());
  readonly #store = new Subscription<CallHistoryStore>((store, signal) => {
    store.addEventListener('change', () => void this.#read(store, signal), {signal});
    void this.#read(store, signal);
  });
  #limit = page;

  constructor() {
    super();
    const items = () => [...this.renderRoot.querySelectorAll<HTMLElement>('.entry button')];
    new FocusGroup(this, {direction: 'grid', columns: 2, items});
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#store.follow(undefined);
  }

  protected override willUpdate(): void {
    if (!this.isConnected) return;
    const store = this.store ?? this.#phone.phone?.history;
    if (this.#store.follow(store) && !store) this.entries = [];
  }

  async #read(store: CallHistoryStore, signal: AbortSignal): Promise<void> {
    const entries = await store.list({limit: this.#limit + 1}).catch(() => []);
    if (signal.aborted) return;
    this.more = entries.length > this.#limit;
    this.entries = entries.slice(0, this.#limit);
    this.#lookedAt();
  }

  /** What was missed and is in view is no longer news to the store, but stays marked here while it is in view. */
  #lookedAt(): void {
    if (!this.#visible.visible) {
      this.fresh = new Set();
      return;
    }
    const missed = this.entries
      .filter((entry) => !entry.seen && outcomeOf(entry) === 'missed')
      .map(({id}) => id);
    if (!missed.length) return;
    this.fresh = new Set([...this.fresh, ...missed]);
    void this.#store.target?.markSeen(...missed).catch(() => {});
  }

  #showMore(): void {
    this.#limit += page;
    const store = this.#store.target;
    this.#store.follow(undefined);
    this.#store.follow(store);
  }

  async #remove(entry: CallHistoryEntry): Promise<void> {
    const {removed} = this.#local.texts.history;
    const index = this.entries.indexOf(entry);
    await this.#change((store) => store.remove(entry.id), removed);
    await this.updateComplete;
    const buttons = this.renderRoot.querySelectorAll<HTMLElement>('.remove');
    (buttons[Math.min(index, buttons.length - 1)] ?? this).focus();
  }

  async #clear(): Promise<void> {
    this.asking = false;
    await this.#change((store) => store.clear(), this.#local.texts.history.empty);
  }

  /** The list itself changes by the store's event. */
  async #change(act: (store: CallHistoryStore) => Promise<void>, done: string): Promise<void> {
    const store = this.#store.target;
    if (!store) return;
    try {
      await act(store);
      this.#say(done);
    } catch (error) {
      this.failure = SidetoneError.from(error, 'history-unavailable');
      this.#say(this.#local.error(this.failure));
    }
  }

  async #ask(asking: boolean): Promise<void> {
    this.asking = asking;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(asking ? '.no' : '.clear')?.focus();
  }

  #say(text: string): void {
    announce(text, {lang: this.#local.locale});
  }

  protected override render() {
    const texts = this.#local.texts.history;
    const error = this.#requester.error ?? this.failure;
    const problem = error
      ? html`<p part="problem" class="notice danger">${this.#local.error(error)}</p>`
      : nothing;
    if (!this.entries.length) return html`${problem}${this.#renderEmpty()}`;
    const now = Date.now();
    return html`${problem}
      <div role="group" aria-label=${texts.label}>
        ${byDay(this.entries).map(
          ({day, entries}) => html`
            <h3 part="day" class="day">${dayName(day, now, this.#local.locale)}</h3>
            <ul>
              ${repeat(
                entries,
                ({id}) => id,
                (entry) => this.#renderEntry(entry),
              )}
            </ul>
          `,
        )}
      </div>
      ${this.#renderFoot()}`;
  }

  #renderEntry(entry: CallHistoryEntry) {
    const texts = this.#local.texts.history;
    const {locale} = this.#local;
    const outcome = outcomeOf(entry);
    const {displayName, number, uri} = entry.remote;
    const fresh = this.fresh.has(entry.id);
    const reason = outcome === 'unreached' && entry.cause ? this.#local.cause(entry.cause) : texts[outcome];
    const rest = [
      timeOfDay(entry.startedAt, locale),
      entry.connectedAt ? lengthOf(entry.endedAt - entry.connectedAt, locale) : '',
    ].filter(Boolean);
    return html`<li part="entry" class="entry ${outcome} ${fresh ? 'unseen' : ''}">
      <button
        part="call"
        class="button plain call"
        type="button"
        @click=${() => void this.#requester.ask(new DialRequestEvent(number ?? uri))}
      >
        ${icon(icons[outcome])}
        <span class="text">
          <span class="visually-hidden">${texts.callBack(displayName)}</span>
          <span class="name" aria-hidden="true"><bdi>${displayName}</bdi></span>
          <span class="detail numeric">
            <span class="outcome"
              >${fresh ? html`<span class="new">${texts.isNew}</span> ` : nothing}${reason}</span
            >
            ${rest.map((part) => html` · <bdi>${part}</bdi>`)}
          </span>
        </span>
      </button>
      <button
        part="remove"
        class="button plain icon-only remove"
        type="button"
        aria-label=${texts.remove(displayName)}
        title=${texts.remove(displayName)}
        @click=${() => void this.#remove(entry)}
      >
        ${icon('trash')}
      </button>
    </li>`;
  }

  #renderFoot() {
    const texts = this.#local.texts.history;
    const foot = this.asking
      ? html`<p class="question" id="question">${texts.clearQuestion}</p>
          <button
            class="button danger yes"
            type="button"
            aria-describedby="question"
            @click=${() => void this.#clear()}
          >
            ${texts.clearYes}
          </button>
          <button class="button no" type="button" @click=${() => void this.#ask(false)}>
            ${texts.clearNo}
          </button>`
      : html`${
            this.more
              ? html`<button class="button more" type="button" @click=${() => this.#showMore()}>
                  ${texts.more}
                </button>`
              : nothing
          }
          <button part="clear" class="button plain clear" type="button" @click=${() => void this.#ask(true)}>
            ${texts.clear}
          </button>`;
    return html`<div class="foot">${foot}</div>`;
  }

  #renderEmpty() {
    const texts = this.#local.texts.history;
    return html`<slot name="empty">
      <div class="empty">
        ${icon('history')}
        <strong>${texts.empty}</strong>
        <span>${this.#store.target ? texts.emptyHint : texts.unavailable}</span>
      </div>
    </slot>`;
  }
}
