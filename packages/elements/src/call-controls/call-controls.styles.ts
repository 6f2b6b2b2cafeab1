import {css} from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
  }
  .controls {
    display: grid;
    gap: calc(var(--_space) * 1.5);
  }
  .actions {
    --_columns: 3;
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .actions.count-4 {
    --_columns: 2;
  }
  @container (min-width: 340px) {
    .actions.count-4 {
      --_columns: 4;
    }
  }
  @container (min-width: 460px) {
    .actions {
      --_columns: 6;
    }
  }
  .action {
    flex: 1 0 calc((100% - (var(--_columns) - 1) * var(--_space)) / var(--_columns));
    flex-direction: column;
    gap: calc(var(--_space) * 0.5);
    min-inline-size: 0;
    min-block-size: var(--sidetone-call-controls-size, 68px);
    padding: var(--_space) calc(var(--_space) * 0.5);
    border-color: var(--_border);
    border-radius: var(--_radius);
    font-size: var(--_font-small);
    font-weight: 500;
    line-height: 1.2;
  }
  .action[aria-pressed='true'] {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .action .label {
    max-inline-size: 100%;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  .action .icon {
    font-size: 1.1em;
  }
  .action[aria-busy='true'] {
    opacity: 1;
  }
  .action[aria-busy='true'] .icon {
    animation: wait 900ms ease-in-out infinite alternate;
  }
  .action.record[aria-pressed='true'] {
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .hangup {
    inline-size: 100%;
    min-block-size: calc(var(--_touch) + 8px);
  }
  .panel {
    display: grid;
    gap: calc(var(--_space) * 1.5);
    padding: calc(var(--_space) * 1.5);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .row .field {
    flex: 1 1 180px;
    inline-size: auto;
    min-inline-size: 0;
  }
  .row .button {
    flex: 1 0 auto;
  }
  label {
    display: block;
    margin-block-end: calc(var(--_space) * 0.5);
    font-size: var(--_font-small);
    font-weight: 600;
  }
  .others {
    display: grid;
    gap: var(--_space);
  }
  .others .button {
    justify-content: start;
    overflow-wrap: anywhere;
  }
  .recording {
    display: flex;
    align-items: center;
    gap: var(--_space);
  }
  .recording::before {
    content: '';
    flex: none;
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    background: currentColor;
    animation: wait 900ms ease-in-out infinite alternate;
  }
  @keyframes wait {
    to {
      opacity: 0.35;
    }
  }
`;
