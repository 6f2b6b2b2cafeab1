import {html, nothing} from 'lit';
import {icon, type IconName} from '../icons/icons.js';
import type {Texts} from '../localize/texts/en.js';
import type {SomebodyView} from './participant.core.js';

/** What can be told at a glance: muted, speaking, a weak connection. Each has words for those who do not see it. */
export function signs(
  {microphone, deafened, weak}: SomebodyView,
  speaking: boolean,
  texts: Texts['participant'],
) {
  return html`${weak ? sign('signal', texts.weak, 'weak') : nothing}
  ${deafened ? sign('speaker-off', texts.deafened, 'off') : nothing}
  ${microphone === 'off' ? sign('microphone-off', texts.muted, 'off') : nothing}
  ${
    microphone === 'on'
      ? sign('microphone', speaking ? texts.speaking : '', speaking ? 'speaking' : '')
      : nothing
  }`;
}

function sign(name: IconName, words: string, kind: string) {
  return html`<span class="sign ${kind}" title=${words || nothing}
    >${icon(name)}${words ? html`<span class="visually-hidden">${words}</span>` : nothing}</span
  >`;
}
