import type {Call} from '@sidetone/core';
import {html, nothing} from 'lit';
import type {DemoTexts} from './texts.js';

interface Step {
  status: Call['status'];
  cause: string;
  /** ms since the call began. */
  at: number;
}

/** What happened in the newest call, step by step. */
export class CallStory {
  readonly #changed: () => void;
  #call: Call | undefined;
  #steps: Step[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get call(): Call | undefined {
    return this.#call;
  }

  get steps(): readonly Step[] {
    return this.#steps;
  }

  tell(call: Call): void {
    if (call !== this.#call) {
      if (this.#call && !this.#call.ended && call.ended) return;
      this.#call = call;
      this.#steps = [];
    }
    const last = this.#steps.at(-1);
    if (last?.status !== call.status)
      this.#steps = [
        ...this.#steps,
        {status: call.status, cause: call.cause ?? '', at: Date.now() - call.startedAt},
      ];
    this.#changed();
  }
}

export function callView({call, steps}: CallStory, texts: DemoTexts) {
  return html`
    <h2 id="call-title">${texts.call} ${call ? html`<bdi>${call.remote.displayName}</bdi>` : nothing}</h2>
    ${
      call
        ? html`<ol class="steps">
              ${steps.map(
                ({status, cause, at}) =>
                  html`<li>
                    <sidetone-call-status quiet status=${status} cause=${cause}></sidetone-call-status>
                    <span class="at">${seconds(at)}</span>
                  </li>`,
              )}
            </ol>
            ${
              call.connectedAt && !call.ended
                ? html`<sidetone-call-quality open .call=${call}></sidetone-call-quality>`
                : nothing
            }`
        : html`<p class="nothing">${texts.noCall}</p>`
    }
  `;
}

function seconds(ms: number): string {
  const {lang} = document.documentElement;
  return new Intl.NumberFormat(lang, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'narrow',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(ms / 1_000);
}
