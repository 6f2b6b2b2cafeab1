import {css} from 'lit';

export const styles = css`
  :host {
    container: pin / inline-size;
    inline-size: 100%;
    max-inline-size: 24rem;
  }
  .entry {
    display: grid;
    gap: var(--_space);
  }
  label {
    font-weight: 600;
  }
  .row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--_space);
  }
  .field-box {
    position: relative;
    display: flex;
    align-items: center;
    min-block-size: calc(var(--_touch) + 6px);
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius-small);
    background: var(--_surface);
  }
  .field-box:focus-within {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  .field-box.invalid {
    border-color: var(--_danger);
  }
  .field-box.off {
    background: var(--_sunken);
    border-color: var(--_border);
  }
  input {
    inline-size: 100%;
    min-block-size: inherit;
    padding-inline: calc(var(--_space) * 1.5);
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-size: var(--_font-large);
    letter-spacing: 0.2em;
  }
  input:focus-visible {
    outline: none;
  }
  /* With a known length, places are drawn and the field lies over them, unseen. */
  .places + input {
    position: absolute;
    inset: 0;
    opacity: 0;
    cursor: text;
  }
  .places {
    display: flex;
    flex: 1;
    justify-content: center;
    gap: clamp(2px, 1.6cqi, 9px);
    padding-inline: 6px;
  }
  .place {
    display: grid;
    flex: 0 1 1.75rem;
    place-items: center;
    block-size: 1.75rem;
    border-block-end: 2px solid var(--_border-strong);
  }
  .place::after {
    inline-size: 0.625rem;
    block-size: 0.625rem;
    border-radius: 50%;
    background: currentColor;
    content: '';
    transform: scale(0);
    transition: transform var(--_motion);
  }
  .place.filled::after {
    transform: none;
  }
  .field-box:focus-within .place.next {
    border-block-end-color: var(--_focus);
    border-block-end-width: 3px;
  }
  .off .place {
    color: var(--_muted);
    border-block-end-color: var(--_border);
  }
  .messages {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    column-gap: calc(var(--_space) * 2);
    min-block-size: 1.4em;
    font-size: var(--_font-small);
    color: var(--_muted);
  }
  .problem {
    flex-basis: 100%;
    color: var(--_on-danger-soft);
    font-weight: 500;
  }
  .success {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    color: var(--_on-positive-soft);
    font-weight: 600;
  }
  @container pin (max-width: 18rem) {
    .row {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media (forced-colors: active) {
    .place::after {
      background: CanvasText;
    }
  }
`;
