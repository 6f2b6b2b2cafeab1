import {css} from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
    --_action-size: var(--sidetone-call-controls-size, 68px);
  }
  .controls {
    display: grid;
    gap: calc(var(--_space) * 1.5);
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
`;
