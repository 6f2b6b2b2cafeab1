import {css} from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
    --_action-size: var(--sidetone-leg-controls-size, 60px);
  }
  .controls,
  .keypad {
    display: grid;
    gap: var(--_space);
  }
  @container (min-width: 340px) {
    .actions {
      --_columns: 5;
    }
  }
  .hangup {
    color: light-dark(#b01f27, #ff9b9e);
  }
  .keypad {
    padding: var(--_space);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .sent {
    min-block-size: 1.5em;
    overflow-wrap: anywhere;
  }
  .keys {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 6px;
    max-inline-size: 18rem;
  }
  .key {
    display: grid;
    place-items: center;
    min-block-size: var(--_touch);
    padding: 0;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-small);
    background: var(--_control);
    color: inherit;
    font: inherit;
    font-size: var(--_font-large);
    line-height: 1;
    cursor: pointer;
    touch-action: manipulation;
  }
  .key:hover {
    background: var(--_hover);
  }
  .key .letters {
    display: none;
  }
`;
