import type {Conference} from '@sidetone/core';
import type {PageAddresses} from '../packages/stack/src/vite.js';
import {html, nothing} from 'lit';
import {addressOf, type Settings} from './settings.js';
import {spaced} from './spaced.js';
import type {DemoTexts} from './texts.js';

interface Person {
  displayName: string;
  /** Has a phone too. */
  account: boolean;
}

/** Who can be in the room: two with a phone each, and one without. */
export function peopleOf({users}: Pick<PageAddresses, 'users'>): Record<string, Person> {
  const {alice, bob} = users;
  return {
    alice: {displayName: alice.displayName, account: true},
    bob: {displayName: bob.displayName, account: true},
    guest: {displayName: 'Grace', account: false},
  };
}

interface NumbersState {
  conference: Conference | undefined;
  /** This person has a phone. */
  account: boolean;
  /** Why the number that was called last was not. */
  refusal: string;
  callIn(number: string): void;
}

/** Whom to call into the room, and where the others are. */
export function numbersView(
  addresses: PageAddresses,
  settings: Settings,
  texts: DemoTexts,
  {conference, account, refusal, callIn}: NumbersState,
) {
  const joined = conference?.state === 'joined';
  const others = Object.entries(peopleOf(addresses)).filter(([name]) => name !== settings.as);
  return html`
    <div class="head">
      <h2 id="numbers-title">${texts.callIn}</h2>
      ${joined ? nothing : html`<p class="nothing">${texts.joinFirst}</p>`}
    </div>
    <ul>
      ${Object.entries(addresses.numbers ?? {}).map(
        ([what, number]) =>
          html`<li>
            <button
              type="button"
              data-dial=${number}
              aria-disabled=${!joined}
              @click=${() => joined && callIn(number)}
            >
              <bdi class="number long">${spaced(number)}</bdi>
              <span class="what">${texts.numbers[what as keyof DemoTexts['numbers']]}</span>
            </button>
          </li>`,
      )}
    </ul>
    <p class="nothing" role="alert">${refusal}</p>
    <div class="head foot">
      <ul class="people">
        ${others.map(
          ([name, {displayName}]) =>
            html`<li>
              <span class="what">${displayName}</span>
              <a
                class="window"
                href=${addressOf({...settings, as: name}, './room.html')}
                target="_blank"
                aria-label="${texts.window}: ${displayName}"
                >${texts.window} <span aria-hidden="true">↗</span></a
              >
            </li>`,
        )}
      </ul>
      ${
        account && addresses.gateway
          ? html`<p class="nothing">
              ${texts.roomNumber} <bdi class="pin">${addresses.gateway.roomNumber}</bdi>
            </p>`
          : nothing
      }
    </div>
  `;
}
