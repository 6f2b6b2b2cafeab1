import {css} from 'lit';

export const styles = css`
  :host {
    display: inline-block;
    max-inline-size: 100%;
    vertical-align: middle;
  }
  .badge {
    display: inline-grid;
    grid-template-columns: auto minmax(0, 1fr);
    column-gap: 0.5em;
    max-inline-size: 100%;
    padding: 0.25em 0.8em 0.25em 0.65em;
    border: 1px solid transparent;
    border-radius: min(var(--_radius-round), 1.1em);
    background: var(--_background);
    color: var(--_colour);
    font-size: var(--_font-small);
    font-weight: 600;
    line-height: 1.45;
    --_background: var(--_control);
    --_colour: var(--_muted);
  }
  .words {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: 0.5em;
  }
  .badge:dir(rtl) {
    padding: 0.25em 0.65em 0.25em 0.8em;
  }
  .waiting {
    --_background: var(--_accent-soft);
    --_colour: var(--_on-accent-soft);
  }
  .good {
    --_background: var(--_positive-soft);
    --_colour: var(--_on-positive-soft);
  }
  .warning {
    --_background: var(--_warning-soft);
    --_colour: var(--_on-warning-soft);
  }
  .bad {
    --_background: var(--_danger-soft);
    --_colour: var(--_on-danger-soft);
  }
  .dot {
    margin-block-start: 0.475em;
    inline-size: 0.5em;
    block-size: 0.5em;
    border-radius: 50%;
    background: currentColor;
  }
  .waiting .dot {
    animation: breathe 1.2s ease-in-out infinite alternate;
  }
  .detail {
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  .duration {
    font-variant-numeric: tabular-nums;
    font-weight: 500;
  }
  @keyframes breathe {
    from {
      opacity: 0.25;
    }
  }
  @media (forced-colors: active) {
    .badge {
      border-color: CanvasText;
    }
    .dot {
      background: CanvasText;
    }
  }
`;
