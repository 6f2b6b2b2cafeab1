import {css} from 'lit';

export const styles = css`
  :host {
    min-inline-size: 0;
  }
  ul {
    display: grid;
    gap: var(--_space);
  }
  .call {
    display: grid;
    gap: var(--_space);
    padding: calc(var(--_space) * 1.5);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_sunken);
  }
  .talking {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_on-accent-soft);
  }
  .talking .hint {
    color: inherit;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px calc(var(--_space) * 1.25);
  }
  .name {
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .buttons .button {
    flex: 1 0 auto;
    max-inline-size: 100%;
  }
  .buttons .button:not(.accent) {
    background: var(--_surface);
    color: var(--_text);
  }
  .buttons .button:not(.accent):hover {
    background: var(--_hover);
  }
  .stay {
    display: flex;
    align-items: center;
    gap: var(--_space);
    min-block-size: 32px;
    font-size: var(--_font-small);
    cursor: pointer;
  }
  .stay input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .buttons .button.end {
    color: light-dark(#b01f27, #ff9b9e);
  }
  .button[aria-busy='true'] {
    opacity: 1;
    animation: wait 900ms ease-in-out infinite alternate;
  }
  @keyframes wait {
    to {
      opacity: 0.55;
    }
  }
`;
