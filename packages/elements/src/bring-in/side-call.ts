import {html, nothing} from 'lit';
import {icon, type IconName} from '../icons/icons.js';
import type {Texts} from '../localize/texts/en.js';
import type {Place, SideView} from './bring-in.core.js';

export type SideAction = 'swap' | 'bring-in' | 'hand' | 'take-out' | 'hangup';

export interface SideCallCard {
  view: SideView;
  /** Asked for and not done yet. */
  asked: SideAction | undefined;
  /** The caller is to stay in the room when this page closes. */
  stays: boolean;
  texts: Texts['bringIn'];
  act: (action: SideAction) => void;
  stay: (stays: boolean) => void;
}

/** What can be done, in reading order. */
const possible: Record<Place, readonly SideAction[]> = {
  ringing: [],
  calling: ['hangup'],
  talking: ['bring-in', 'swap', 'hangup'],
  waiting: ['bring-in', 'swap', 'hangup'],
  room: ['hand', 'take-out', 'hangup'],
};

const icons: Record<SideAction, IconName> = {
  swap: 'swap',
  'bring-in': 'merge',
  hand: 'server',
  'take-out': 'person',
  hangup: 'phone-down',
};

/** One call beside the room, or in it: who, where it stands, what can be done. */
export function sideCall(card: SideCallCard) {
  const {view, texts, stays, stay} = card;
  const {call, place} = view;
  const {displayName} = call.remote;
  return html`<li part="call" class="call ${place}">
    <div class="head">
      <p part="name" class="name"><bdi>${displayName}</bdi></p>
      <sidetone-call-status quiet .call=${call}></sidetone-call-status>
    </div>
    <p part="place" class="hint" role="status">${wordsFor(card, displayName)}</p>
    ${
      place === 'talking' || place === 'waiting'
        ? html`<label class="stay">
            <input
              type="checkbox"
              .checked=${stays}
              @change=${(event: Event) => stay((event.target as HTMLInputElement).checked)}
            />
            ${texts.stays}
          </label>`
        : nothing
    }
    <div class="buttons">${possible[place].map((action) => button(card, action, displayName))}</div>
  </li>`;
}

/** What is under way: the room's word comes first, and what it has confirmed is over. */
function underWay({view: {place, pending}, asked}: SideCallCard): SideAction | undefined {
  return pending ?? (place === 'room' && asked === 'bring-in' ? undefined : asked);
}

function wordsFor(card: SideCallCard, name: string) {
  const {
    view: {place},
    texts,
  } = card;
  const waiting = underWay(card);
  if (waiting === 'bring-in' || waiting === 'hand' || waiting === 'take-out') return texts.pending[waiting];
  return place === 'ringing' || place === 'calling' ? nothing : texts.place[place](name);
}

function button(card: SideCallCard, action: SideAction, name: string) {
  const {
    view: {place},
    texts,
    act,
  } = card;
  const waiting = underWay(card);
  const busy = waiting === action;
  const off = action === 'hangup' ? busy : waiting !== undefined;
  const label =
    action === 'swap' ? (place === 'talking' ? texts.backToRoom : texts.talkWith(name)) : texts.act[action];
  return html`<button
    part=${action}
    class="button ${action === 'bring-in' ? 'accent' : ''} ${action === 'hangup' ? 'end' : ''}"
    type="button"
    aria-disabled=${off}
    aria-busy=${busy}
    @click=${() => !off && act(action)}
  >
    ${icon(icons[action])} ${label}
  </button>`;
}
