import {css} from 'lit';

export const styles = css`
  ul {
    display: grid;
    gap: var(--_space);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    padding: calc(var(--_space) * 0.5);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .row[aria-current] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_on-accent-soft);
  }
  .row[aria-busy='true'] {
    border-style: dashed;
  }
  .select {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: var(--_touch);
  }
  .select input {
    inline-size: 20px;
    block-size: 20px;
    accent-color: var(--_accent);
  }
  .main {
    flex: 1 1 8.5rem;
    flex-direction: column;
    align-items: start;
    justify-content: center;
    gap: 1px;
    min-inline-size: 0;
    min-block-size: calc(var(--_touch) + 8px);
    padding: calc(var(--_space) * 0.5) var(--_space);
    border-radius: var(--_radius-small);
    text-align: start;
  }
  .main[aria-disabled='true'] {
    background: none;
    color: inherit;
    opacity: 1;
  }
  .name {
    max-inline-size: 100%;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .state {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px var(--_space);
    font-weight: 400;
  }
  .merged {
    font-size: var(--_font-small);
  }
  .row .icon-only {
    flex: none;
  }
  .answer {
    color: light-dark(#14783f, #45cd82);
  }
  .end {
    color: light-dark(#b01f27, #ff9b9e);
  }
  .merge {
    inline-size: 100%;
    margin-block-start: var(--_space);
  }
  .notice {
    margin-block-start: var(--_space);
  }
`;
