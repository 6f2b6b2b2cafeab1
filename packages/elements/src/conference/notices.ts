import type {Call, Conference} from '@sidetone/core';
import {html, nothing} from 'lit';
import {icon, type IconName} from '../icons/icons.js';
import type {Texts} from '../localize/texts/en.js';

export interface Notices {
  conference: Conference;
  /** A call talks while the room waits: it says so itself. */
  talking: boolean;
  /** Going on by phone is offered, and this page's phone could do it. */
  offer: 'phone' | 'numbers' | undefined;
  /** The call by which this person goes on. */
  call: Call | undefined;
  texts: Texts;
  act: (action: 'unblock' | 'resume' | 'stay' | 'numbers' | 'decline') => void;
}

/** What somebody in the room should know, and what they can do about it. */
export function notices({conference, talking, offer, call, texts, act}: Notices) {
  const {conference: words, devices, errors} = texts;
  const {state, playback, ownPhone, held} = conference;
  return html`${state === 'reconnecting' ? notice('warning', words.reconnecting) : nothing}
  ${
    playback === 'blocked'
      ? notice('warning', errors['playback-blocked'], [
          button('speaker', devices.enableSound, () => act('unblock'), 'unblock'),
        ])
      : nothing
  }
  ${ownPhone ? notice('', words.ownPhone) : nothing}
  ${held && !talking ? notice('', words.away, [button('people', words.back, () => act('resume'), 'back')]) : nothing}
  ${
    offer
      ? notice('warning', words.weak, [
          offer === 'phone'
            ? button('phone', words.stay, () => act('stay'), 'stay')
            : button('phone', texts.dialIn.label, () => act('numbers'), 'stay'),
          button('close', words.notNow, () => act('decline'), 'decline'),
        ])
      : nothing
  }
  ${
    call && !ownPhone
      ? notice('', words.staying, [
          html`<sidetone-call-status label=${texts.dialIn.label} .call=${call}></sidetone-call-status>`,
        ])
      : nothing
  }`;
}

function notice(kind: '' | 'warning', words: string | undefined, rest: readonly unknown[] = []) {
  return html`<div part="notice" class="notice ${kind} news" role="status">
    <span>${words}</span>
    ${rest.length ? html`<span class="remedies">${rest}</span>` : nothing}
  </div>`;
}

function button(name: IconName, words: string, press: () => void, kind: string) {
  return html`<button class="button ${kind}" type="button" @click=${press}>${icon(name)} ${words}</button>`;
}
