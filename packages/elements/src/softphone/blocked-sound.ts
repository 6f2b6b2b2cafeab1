import type {PhoneAudio} from '@sidetone/core';
import {BrowserAudio} from '@sidetone/media';
import {html, nothing} from 'lit';
import {icon} from '../icons/icons.js';
import type {Texts} from '../localize/texts/en.js';

/** Browsers play nothing before a person has touched the page: this says so, and its button is such a touch. */
export function blockedSound(audio: PhoneAudio | undefined, texts: Texts) {
  if (!(audio instanceof BrowserAudio) || audio.playback !== 'blocked') return nothing;
  return html`<div part="problem" class="notice warning trouble" role="status">
    <span>${texts.errors['playback-blocked']}</span>
    <button class="button unblock" type="button" @click=${() => void audio.unblock()}>
      ${icon('speaker')} ${texts.devices.enableSound}
    </button>
  </div>`;
}
