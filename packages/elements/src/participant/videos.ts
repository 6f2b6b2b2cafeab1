import type {Participant} from '@sidetone/core';
import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import type {Texts} from '../localize/texts/en.js';

/** What somebody shows: cameras and screens. Their sound is the conference's to play. */
export function videos(participant: Participant | undefined, texts: Texts['participant']) {
  if (!participant?.videos.length) return nothing;
  const {name, local} = participant;
  return html`<div class="videos">
    ${repeat(
      participant.videos,
      ({id}) => id,
      ({source, stream}) =>
        html`<figure class="${source} ${local && source === 'camera' ? 'mirrored' : ''}">
          <video
            part="video"
            autoplay
            playsinline
            aria-label=${texts[source](name)}
            .muted=${true}
            .srcObject=${stream}
          ></video>
        </figure>`,
    )}
  </div>`;
}
