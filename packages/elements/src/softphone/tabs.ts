import {html, nothing} from 'lit';
import {icon, type IconName} from '../icons/icons.js';
import type {Texts} from '../localize/texts/en.js';
import type {Section} from './softphone.core.js';

export interface Tabs {
  sections: readonly Section[];
  selected: Section;
  /** The first section holds a call now. */
  inCall: boolean;
  missed: number;
  texts: Texts['phone'];
  select: (section: Section) => void;
}

const icons: Record<Section, IconName> = {keypad: 'keypad', history: 'history', devices: 'settings'};

/** The tabs under, or beside, the sections. */
export function tabs({sections, selected, inCall, missed, texts, select}: Tabs) {
  return html`<div part="tabs" class="tabs" role="tablist" aria-label=${texts.sections}>
    ${sections.map((section) => {
      const call = section === 'keypad' && inCall;
      return html`<button
        part="tab"
        class="tab"
        id="tab-${section}"
        type="button"
        role="tab"
        aria-selected=${section === selected}
        aria-controls="panel-${section}"
        @click=${() => select(section)}
      >
        <span class="tab-icon">
          ${icon(call ? 'phone' : icons[section])}
          ${section === 'history' && missed ? html`<span class="badge" aria-hidden="true">${missed}</span>` : nothing}
        </span>
        <span class="tab-label">${call ? texts.call : texts[section]}</span>
        ${section === 'history' && missed ? html`<span class="visually-hidden">${texts.missed(missed)}</span>` : nothing}
      </button>`;
    })}
  </div>`;
}
