import {css} from 'lit';

export const styles = css`
  .devices {
    display: grid;
    gap: calc(var(--_space) * 2.5);
  }
  .device {
    display: grid;
    gap: var(--_space);
  }
  label,
  .label {
    display: flex;
    align-items: center;
    gap: var(--_space);
    font-weight: 600;
  }
  .select {
    position: relative;
    display: grid;
  }
  select.field {
    appearance: none;
    padding-inline-end: calc(var(--_space) * 5);
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
  .try {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
  }
  .try sidetone-level-meter {
    flex: 1 1 100px;
  }
  .notice {
    display: grid;
    gap: var(--_space);
    justify-items: start;
  }
  option {
    background: var(--_surface);
    color: var(--_text);
  }
`;
