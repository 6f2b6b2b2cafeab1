import {pinDialogue} from '../packages/stack/src/extensions.js';
import type {StackUser} from '../packages/stack/src/users.js';
import type {PageAddresses} from '../packages/stack/src/vite.js';
import {html, nothing} from 'lit';
import {addressOf, type Settings} from './settings.js';
import {spaced} from './spaced.js';
import type {DemoTexts} from './texts.js';

const answers = [
  'echo',
  'tone',
  'earlyMedia',
  'pin',
  'telephone',
  'ringing',
  'busy',
  'decline',
  'unknown',
] as const;

export interface Entry {
  number: string;
  /** What happens there: a key of the texts; another person's name otherwise. */
  what: (typeof answers)[number] | undefined;
  name: string;
}

/** Whom and what this user can dial: the other person first, where another window can reach the same server. */
export function dialList({users, extensions, asterisk}: PageAddresses, user: StackUser): Entry[] {
  const other = user.authUser === 'bob' ? users.alice : users.bob;
  const people = asterisk ? [{number: other.authUser, what: undefined, name: other.displayName}] : [];
  return [...people, ...answers.map((what) => ({number: extensions[what], what, name: ''}))];
}

export function dialView(
  list: readonly Entry[],
  settings: Settings,
  texts: DemoTexts,
  fill: (number: string) => void,
) {
  return html`
    <h2 id="dial-title">${texts.dial}</h2>
    <ul>
      ${list.map(
        (entry) =>
          html`<li>
            <button type="button" data-dial=${entry.number} @click=${() => fill(entry.number)}>
              <bdi class="number ${entry.what === 'telephone' ? 'long' : ''}">${spaced(entry.number)}</bdi>
              <span class="what">
                ${entry.what ? texts[entry.what] : entry.name}
                ${entry.what === 'pin' ? html`<bdi class="pin">${pinDialogue.pin}#</bdi>` : nothing}
              </span>
            </button>
            ${entry.what ? nothing : windowLink(entry, settings, texts)}
          </li>`,
      )}
    </ul>
  `;
}

function windowLink({number, name}: Entry, settings: Settings, texts: DemoTexts) {
  return html`<a
    class="window"
    href=${addressOf({...settings, as: number})}
    target="_blank"
    aria-label="${texts.window}: ${texts.person(name)}"
    >${texts.window} <span aria-hidden="true">↗</span></a
  >`;
}
