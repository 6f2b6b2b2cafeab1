import {css} from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
    min-inline-size: 0;
    --_action-size: 60px;
  }
  .conference {
    display: grid;
    gap: calc(var(--_space) * 1.75);
    max-inline-size: var(--sidetone-conference-width, 62rem);
    padding: calc(var(--_space) * 2);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.4);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  @container (max-width: 320px) {
    .conference {
      padding: calc(var(--_space) * 1.25);
    }
    .actions {
      --_columns: 2;
    }
  }
  .header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 4px var(--_space);
  }
  h2 {
    font-size: calc(var(--_font-size) * 1.25);
    font-weight: 650;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  .news {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space);
  }
  .remedies {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .news .button {
    min-block-size: 38px;
    padding-inline: calc(var(--_space) * 1.5);
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_font-small);
  }
  .news .button:hover {
    background: var(--_hover);
  }
  .people {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 15.5rem), 1fr));
    gap: var(--_space);
  }
  .people .video {
    order: -1;
  }
  sidetone-bring-in:not(:state(calls)) {
    display: none;
  }
  .panel {
    padding: calc(var(--_space) * 1.5);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .panel.numbers {
    padding: 0;
    border: 0;
  }
  .action.leave {
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .action.leave:hover {
    filter: brightness(1.08);
  }
  .door {
    display: grid;
    justify-items: center;
    gap: var(--_space);
    padding-block: calc(var(--_space) * 2);
    text-align: center;
  }
  .picture {
    display: grid;
    place-items: center;
    inline-size: 64px;
    block-size: 64px;
    margin-block-end: var(--_space);
    border-radius: 50%;
    background: var(--_accent-soft);
    color: var(--_on-accent-soft);
    font-size: 1.4rem;
  }
  .door h2 {
    font-size: calc(var(--_font-size) * 1.5);
  }
  .ways {
    display: grid;
    gap: calc(var(--_space) * 0.5);
    inline-size: min(100%, 17rem);
    margin-block-start: var(--_space);
  }
  .join {
    min-block-size: calc(var(--_touch) + 8px);
  }
`;
