import type {Call, Conference, SidetoneError} from '@sidetone/core';
import {html, nothing} from 'lit';
import {icon} from '../icons/icons.js';
import type {LocalizeController} from '../localize/localize-controller.js';

export interface Door {
  conference: Conference | undefined;
  /** The room's name; empty when nobody knows it yet. */
  room: string;
  /** There is a room to join. */
  possible: boolean;
  /** Joining was asked for. */
  asking: boolean;
  /** Why joining failed, where the conference does not say it. */
  error: SidetoneError | undefined;
  /** This person is in the room by phone. */
  call: Call | undefined;
  /** It is known how to join by phone; and whether that is shown. */
  numbers: {known: boolean; shown: boolean; toggle: () => void};
  local: LocalizeController;
  join: () => void;
  cancel: () => void;
}

/** Before the room and after it: its name, what went wrong, and the way in. */
export function door({conference, room, possible, asking, error, call, numbers, local, join, cancel}: Door) {
  const texts = local.texts.conference;
  const joining = asking || conference?.state === 'joining';
  const problem = error ?? conference?.error;
  const again = conference?.state === 'left' || conference?.state === 'failed';
  return html`<div part="door" class="door">
    <span class="picture" aria-hidden="true">${icon('people')}</span>
    <h2 part="room">${room ? html`<bdi>${room}</bdi>` : texts.label}</h2>
    ${problem && !joining ? html`<p part="problem" class="notice danger">${local.error(problem)}</p>` : nothing}
    ${
      call
        ? html`<p class="notice">${texts.byPhone}</p>
            <sidetone-call-status .call=${call}></sidetone-call-status>`
        : html`<p class="hint">
            ${!possible ? texts.noRoom : conference?.state === 'left' ? texts.isOut : texts.hint}
          </p>`
    }
    ${
      possible
        ? html`<div class="ways">
            <button
              part="join"
              class="button ${call ? '' : 'accent'} join"
              type="button"
              aria-disabled=${joining}
              aria-busy=${joining}
              @click=${() => !joining && join()}
            >
              ${icon('people')} ${joining ? texts.joining : again ? texts.again : texts.join}
            </button>
            ${
              conference?.state === 'joining'
                ? html`<button part="cancel" class="button plain" type="button" @click=${cancel}>
                    ${texts.cancel}
                  </button>`
                : nothing
            }
            ${
              numbers.known && !call
                ? html`<button
                    part="by-phone"
                    class="button plain by-phone numbers"
                    type="button"
                    aria-expanded=${numbers.shown}
                    aria-controls=${numbers.shown ? 'panel' : nothing}
                    @click=${numbers.toggle}
                  >
                    ${icon('phone')} ${local.texts.dialIn.label}
                  </button>`
                : nothing
            }
          </div>`
        : nothing
    }
  </div>`;
}
