import {css} from 'lit';

/** Buttons, fields, notices: the same everywhere. For elements that have some. */
export const controls = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--_space);
    min-inline-size: var(--_touch);
    min-block-size: var(--_touch);
    padding: 0 calc(var(--_space) * 2);
    border: 1px solid transparent;
    border-radius: var(--_radius-round);
    background: var(--_control);
    color: var(--_text);
    font: inherit;
    font-weight: 600;
    text-decoration: none;
    cursor: pointer;
    user-select: none;
    touch-action: manipulation;
    transition:
      background var(--_motion),
      color var(--_motion),
      transform var(--_motion);
  }
  .button:hover {
    background: var(--_hover);
  }
  .button:active {
    transform: scale(0.97);
  }
  .button.icon-only {
    padding: 0;
  }
  .button.accent {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.positive {
    background: var(--_positive);
    color: var(--_on-positive);
  }
  .button.danger {
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .button.plain {
    background: transparent;
  }
  .button.plain:hover {
    background: var(--_hover);
  }
  .button:is(.accent, .positive, .danger):hover {
    filter: brightness(1.08);
  }
  .button:is([aria-pressed='true'], [aria-expanded='true']) {
    background: var(--_accent-soft);
    color: var(--_on-accent-soft);
  }
  .button:disabled,
  .button[aria-disabled='true'] {
    background: var(--_control);
    color: var(--_muted);
    opacity: 0.65;
    filter: none;
    transform: none;
    cursor: default;
  }
  .field {
    inline-size: 100%;
    min-block-size: var(--_touch);
    padding: calc(var(--_space) * 0.75) calc(var(--_space) * 1.5);
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius-small);
    background: var(--_surface);
    color: inherit;
    font: inherit;
  }
  .field::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .field:disabled {
    color: var(--_muted);
    background: var(--_sunken);
  }
  .field[aria-invalid='true'] {
    border-color: var(--_danger);
  }
  .notice {
    padding: var(--_space) calc(var(--_space) * 1.5);
    border: 1px solid transparent;
    border-radius: var(--_radius-small);
    background: var(--_accent-soft);
    color: var(--_on-accent-soft);
    font-size: var(--_font-small);
    overflow-wrap: anywhere;
  }
  .notice.warning {
    background: var(--_warning-soft);
    color: var(--_on-warning-soft);
  }
  .notice.danger {
    background: var(--_danger-soft);
    color: var(--_on-danger-soft);
  }
  .card {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .hint {
    color: var(--_muted);
    font-size: var(--_font-small);
  }
  @media (forced-colors: active) {
    .button {
      border-color: ButtonBorder;
    }
    .button:is([aria-pressed='true'], [aria-expanded='true']) {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .button:disabled {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
  }
`;
