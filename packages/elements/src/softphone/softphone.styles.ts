import {css} from 'lit';

export const styles = css`
  :host {
    min-inline-size: 0;
  }
  .phone {
    display: grid;
    gap: calc(var(--_space) * 1.5);
    max-inline-size: var(--sidetone-softphone-width, 23rem);
    padding: calc(var(--_space) * 2);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.4);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  .identity {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 0.5) var(--_space);
    min-block-size: 32px;
  }
  .identity:has(.accounts) {
    align-items: end;
  }
  .identity:has(.accounts) .registration {
    margin-block-end: 8px;
  }
  .account {
    min-inline-size: 0;
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  .registration {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    padding: 3px 10px;
    border-radius: var(--_radius-round);
    background: var(--_sunken);
    color: var(--_muted);
    font-size: var(--_font-small);
    font-weight: 600;
  }
  .registration::before {
    content: '';
    inline-size: 8px;
    block-size: 8px;
    border: 2px solid currentColor;
    border-radius: 50%;
  }
  .registration.registered {
    background: var(--_positive-soft);
    color: var(--_on-positive-soft);
  }
  .registration.registered::before {
    background: currentColor;
  }
  .registration.registering::before {
    animation: wait 900ms ease-in-out infinite alternate;
  }
  .registration.failed {
    background: var(--_danger-soft);
    color: var(--_on-danger-soft);
  }
  @keyframes wait {
    to {
      opacity: 0.25;
    }
  }
  .trouble {
    display: grid;
    justify-items: start;
    gap: calc(var(--_space) * 0.75);
  }
  .header .trouble {
    margin-block-start: var(--_space);
  }
  .which {
    font-weight: 650;
  }
  .accounts {
    flex: 1 1 160px;
    min-inline-size: 0;
  }
  .select {
    position: relative;
    display: grid;
  }
  select.field {
    appearance: none;
    padding-inline-end: calc(var(--_space) * 5);
    font-weight: 600;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .select .icon {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-end: calc(var(--_space) * 1.5);
    translate: 0 -50%;
    font-size: 0.9em;
    pointer-events: none;
  }
  .panel.history,
  .panel.devices {
    max-block-size: var(--sidetone-softphone-panel-height, 30rem);
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .panel.devices {
    padding: 3px;
  }
  .call-card {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  .party {
    display: grid;
    justify-items: center;
    gap: 4px;
    padding-block: var(--_space);
    text-align: center;
  }
  .avatar {
    display: grid;
    place-items: center;
    inline-size: 72px;
    block-size: 72px;
    margin-block-end: var(--_space);
    border-radius: 50%;
    background: var(--_accent-soft);
    color: var(--_on-accent-soft);
    font-size: 1.6rem;
  }
  .name {
    max-inline-size: 100%;
    font-size: calc(var(--_font-size) * 1.5);
    font-weight: 650;
    line-height: 1.2;
    overflow-wrap: anywhere;
  }
  .several .avatar {
    display: none;
  }
  .several sidetone-call-list::part(merge) {
    display: none;
  }
  .new-call,
  .back {
    justify-self: center;
    color: var(--_accent);
  }
  .join-by-phone {
    inline-size: 100%;
    margin-block-start: calc(var(--_space) * 1.5);
  }
  .tabs {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 1fr;
    gap: 4px;
    padding-block-start: var(--_space);
    border-block-start: 1px solid var(--_border);
  }
  .tab {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 2px;
    min-inline-size: 0;
    min-block-size: 52px;
    padding: 4px;
    border: 0;
    border-radius: var(--_radius-small);
    background: none;
    color: var(--_muted);
    font: inherit;
    font-size: calc(var(--_font-size) * 0.8125);
    font-weight: 600;
    cursor: pointer;
    transition: background var(--_motion);
  }
  .tab:hover {
    background: var(--_hover);
  }
  .tab[aria-selected='true'] {
    background: var(--_accent-soft);
    color: var(--_on-accent-soft);
  }
  .tab-icon {
    position: relative;
    font-size: 1rem;
  }
  .badge {
    position: absolute;
    inset-block-start: -6px;
    inset-inline-start: 60%;
    min-inline-size: 18px;
    padding-inline: 4px;
    border-radius: 9px;
    background: var(--_danger);
    color: var(--_on-danger);
    font-size: 11px;
    line-height: 18px;
    text-align: center;
  }
  .wide {
    max-inline-size: var(--sidetone-softphone-wide, 58rem);
    grid-template-columns: minmax(17rem, 22rem) minmax(0, 1fr);
    align-items: start;
    column-gap: calc(var(--_space) * 4);
  }
  .wide > :not(.sections, .tabs, .panel) {
    grid-column: 1 / -1;
  }
  .wide > .sections {
    display: contents;
  }
  .wide .panel.keypad {
    grid-column: 1;
    grid-row: span 2;
  }
  .wide .panel:not(.keypad) {
    grid-column: 2;
  }
  .wide > .tabs {
    grid-column: 2;
  }
  @media (forced-colors: active) {
    .tab[aria-selected='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .registration,
    .badge {
      border: 1px solid;
    }
  }
`;
