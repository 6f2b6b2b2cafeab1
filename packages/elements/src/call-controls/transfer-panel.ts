import type {Call} from '@sidetone/core';
import {html, nothing} from 'lit';
import {icon} from '../icons/icons.js';
import type {Texts} from '../localize/texts/en.js';

export interface TransferPanel {
  texts: Texts['controls'];
  /** Calls whose far sides this one's can be connected with. */
  others: readonly Call[];
  busy: boolean;
  transfer: (target: string | Call) => void;
}

/** To a number (blind), or to the far side of another call (attended). */
export function transferPanel({texts, others, busy, transfer}: TransferPanel) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const target = new FormData(event.currentTarget as HTMLFormElement).get('target') as string;
    if (!busy) transfer(target);
  };
  return html`<form @submit=${submit}>
      <label for="target">${texts.transferTo}</label>
      <div class="row">
        <input
          class="field"
          id="target"
          name="target"
          type="text"
          inputmode="tel"
          autocomplete="off"
          spellcheck="false"
          placeholder=${texts.transferHint}
        />
        <button class="button accent" type="submit" aria-disabled=${busy}>${texts.transferNow}</button>
      </div>
    </form>
    ${
      others.length
        ? html`<div class="others" role="group" aria-labelledby="join">
            <p id="join" class="hint">${texts.joinWith}</p>
            ${others.map(
              (other) =>
                html`<button
                  class="button"
                  type="button"
                  aria-disabled=${busy}
                  @click=${() => !busy && transfer(other)}
                >
                  ${icon('person')} <bdi>${other.remote.displayName}</bdi>
                </button>`,
            )}
          </div>`
        : nothing
    }`;
}
