import {formatNumber, type Call} from '@sidetone/core';
import {html, nothing} from 'lit';
import type {DialIn} from '../dial-in/dial-in.core.js';
import {icon} from '../icons/icons.js';
import {callerView} from '../incoming-call/incoming-call.core.js';
import type {LocalizeController} from '../localize/localize-controller.js';

export interface CallCard {
  call: Call;
  /** Other calls are listed beside this one. */
  list: boolean;
  accounts: number;
  record: boolean;
  /** The far side asks for a PIN. */
  pin: boolean;
  /** How a phone joins the room, where the softphone was told. */
  dialIn: DialIn | undefined;
  local: LocalizeController;
  /** Asks for a keypad to make another call. */
  newCall: () => void;
}

/** The call in front: who, how it stands, how it sounds, what can be done. */
export function callCard({call, list, accounts, record, pin, dialIn, local, newCall}: CallCard) {
  const texts = local.texts.phone;
  const {name, address, called} = callerView(call, accounts, formatNumber);
  const talking = call.connectedAt !== undefined && !call.ended;
  return html`<section part="call" class="call-card ${list ? 'several' : ''}" aria-label=${texts.currentCall}>
    <div class="party">
      <slot name="avatar"><span part="avatar" class="avatar">${icon('person')}</span></slot>
      <h2 part="name" class="name"><bdi>${name}</bdi></h2>
      ${address ? html`<p class="hint numeric"><bdi>${address}</bdi></p>` : nothing}
      ${called ? html`<p class="hint">${texts.account} <bdi>${called}</bdi></p>` : nothing}
      <sidetone-call-status .call=${call}></sidetone-call-status>
      <sidetone-call-quality .call=${call}></sidetone-call-quality>
    </div>
    ${call.error ? html`<p part="problem" class="notice danger">${local.error(call.error)}</p>` : nothing}
    <slot name="call"></slot>
    ${
      pin && talking
        ? html`<slot name="pin"
            ><sidetone-pin-entry .call=${call} .dialIn=${dialIn}></sidetone-pin-entry
          ></slot>`
        : nothing
    }
    ${list ? html`<sidetone-call-list></sidetone-call-list>` : nothing}
    ${
      call.ended
        ? nothing
        : html`<sidetone-call-controls .call=${call} ?record=${record}></sidetone-call-controls>`
    }
    ${
      talking
        ? html`<button part="new-call" class="button plain new-call" type="button" @click=${newCall}>
            ${icon('plus')} ${texts.newCall}
          </button>`
        : nothing
    }
  </section>`;
}
