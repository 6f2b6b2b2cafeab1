import type {Account, Phone} from '@sidetone/core';
import {html, nothing} from 'lit';
import {icon} from '../icons/icons.js';
import {accountName} from '../incoming-call/incoming-call.core.js';
import type {LocalizeController} from '../localize/localize-controller.js';
import {registrationView, worstAccount} from './softphone.core.js';

export interface Header {
  phone: Phone;
  /** The one that calls are made with. */
  account: Account;
  local: LocalizeController;
  choose: (account: Account) => void;
  register: () => void;
}

/** Who this phone is, whether it can be called, and if not, why and what comes next. */
export function header({phone, account, local, choose, register}: Header) {
  const texts = local.texts.phone;
  const told = worstAccount(phone.accounts, account);
  const {state, reason, next, retry} = registrationView(told);
  const several = phone.accounts.length > 1;
  return html`<div part="header" class="header">
    <div class="identity">
      ${
        several
          ? accountSelect(phone, account, texts.account, choose)
          : html`<bdi part="account" class="account">${accountName(account)}</bdi>`
      }
      <span part="registration" class="registration ${state}">${texts[state]}</span>
      <slot name="header"></slot>
    </div>
    ${
      state === 'failed' || state === 'unregistered'
        ? html`<div part="problem" class="notice ${state === 'failed' ? 'danger' : ''} trouble" role="status">
            ${several && state === 'failed' ? html`<bdi class="which">${accountName(told)}</bdi>` : nothing}
            ${reason ? html`<span>${local.texts.errors[reason]}</span>` : nothing}
            ${next === 'none' ? nothing : html`<span>${texts[next]}</span>`}
            ${
              retry
                ? html`<button part="retry" class="button retry" type="button" @click=${register}>
                    ${icon('retry')} ${state === 'failed' ? texts.tryNow : texts.connect}
                  </button>`
                : nothing
            }
          </div>`
        : nothing
    }
  </div>`;
}

function accountSelect(phone: Phone, account: Account, label: string, choose: (account: Account) => void) {
  const changed = (event: Event) => {
    const chosen = phone.accounts[(event.target as HTMLSelectElement).selectedIndex];
    if (chosen) choose(chosen);
  };
  return html`<label class="accounts">
    <span class="hint">${label}</span>
    <span class="select">
      <select part="accounts" class="field" @change=${changed}>
        ${phone.accounts.map(
          (each) => html`<option ?selected=${each === account}>${accountName(each)}</option>`,
        )}
      </select>
      ${icon('chevron')}
    </span>
  </label>`;
}
