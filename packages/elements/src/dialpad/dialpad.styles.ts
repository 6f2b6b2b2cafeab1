import {css} from 'lit';

export const styles = css`
  :host {
    container: dialpad / inline-size;
    inline-size: 100%;
    min-inline-size: 12rem;
    max-inline-size: 21rem;
    margin-inline: auto;
  }
  .entry {
    display: grid;
    grid-template-columns: var(--_touch) minmax(0, 1fr) var(--_touch);
    align-items: center;
    border-block-end: 1px solid var(--_border);
    transition: border-color var(--_motion);
  }
  .entry:focus-within {
    border-color: var(--_accent);
  }
  .entry.invalid {
    border-color: var(--_danger);
  }
  input {
    grid-column: 2;
    inline-size: 100%;
    min-block-size: calc(var(--_touch) + 8px);
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-size: clamp(var(--_font-size), calc(120cqi / var(--_length, 1)), var(--_font-large));
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.02em;
    text-align: center;
    text-overflow: ellipsis;
  }
  input:focus-visible {
    outline-offset: -3px;
    border-radius: var(--_radius-small);
  }
  input::placeholder {
    color: var(--_muted);
    opacity: 1;
    font-size: var(--_font-size);
    letter-spacing: normal;
  }
  .backspace {
    color: var(--_muted);
  }
  .backspace[data-empty] {
    visibility: hidden;
  }
  .problem {
    margin-block-start: var(--_space);
    color: var(--_on-danger-soft);
    font-size: var(--_font-small);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .keys {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--sidetone-dialpad-gap, 10px);
    margin-block: calc(var(--_space) * 1.75);
  }
  .key {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    min-inline-size: var(--_touch);
    min-block-size: max(var(--_touch), var(--sidetone-dialpad-key-size, 62px));
    padding: 4px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--_control);
    color: var(--_text);
    font: inherit;
    line-height: 1.1;
    cursor: pointer;
    user-select: none;
    touch-action: manipulation;
    transition:
      background var(--_motion),
      transform var(--_motion);
  }
  .key:hover {
    background: var(--_hover);
  }
  .key:active,
  .key.pressed {
    background: var(--_accent-soft);
    color: var(--_on-accent-soft);
    transform: scale(0.96);
  }
  .key:disabled {
    color: var(--_muted);
    opacity: 0.6;
    transform: none;
    cursor: default;
  }
  .digit {
    font-size: calc(var(--_font-size) * 1.5);
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  .letters {
    min-block-size: 1.2em;
    color: var(--_muted);
    font-size: 0.6875em;
    font-weight: 600;
    letter-spacing: 0.12em;
  }
  .key:is(:active, .pressed) .letters {
    color: inherit;
  }
  .symbol .digit {
    font-size: calc(var(--_font-size) * 1.75);
  }
  .bare .letters {
    display: none;
  }
  .call {
    inline-size: 100%;
    min-block-size: calc(var(--_touch) + 6px);
    font-size: calc(var(--_font-size) * 1.0625);
  }
  :host([compact]) .keys {
    gap: 6px;
    margin-block: var(--_space);
  }
  :host([compact]) .key {
    min-block-size: var(--_touch);
    border-radius: var(--_radius-small);
  }
  :host([compact]) .digit {
    font-size: calc(var(--_font-size) * 1.1875);
  }
  :host([compact]) .letters {
    font-size: 0.625em;
    min-block-size: 0;
  }
  :host([compact]) .letters:empty {
    display: none;
  }
  @container dialpad (max-width: 18rem) {
    .entry {
      grid-template-columns: 4px minmax(0, 1fr) var(--_touch);
    }
  }
  @container dialpad (max-width: 15rem) {
    .keys {
      gap: 6px;
    }
  }
  @media (forced-colors: active) {
    .key {
      border-color: ButtonBorder;
    }
    .entry:focus-within {
      border-color: Highlight;
    }
    .letters {
      color: inherit;
    }
    .key:disabled {
      border-color: GrayText;
      opacity: 1;
    }
  }
`;
