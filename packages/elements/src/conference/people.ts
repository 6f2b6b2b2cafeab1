import type {Conference} from '@sidetone/core';
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {everybody, keyOf} from '../participant/participant.core.js';

/** Everybody in the room, and every phone that is called into it. */
export function people(conference: Conference, label: string) {
  const {local, participants, legs} = conference;
  return html`<ul part="people" class="people" aria-label=${label}>
    ${repeat(
      everybody(local, participants, legs),
      keyOf,
      ({participant, leg, host}) =>
        html`<li class=${participant?.videos.length ? 'video' : ''}>
          <sidetone-participant
            .participant=${participant}
            .leg=${leg}
            .pageOf=${host}
            .conference=${conference}
          ></sidetone-participant>
        </li>`,
    )}
  </ul>`;
}
