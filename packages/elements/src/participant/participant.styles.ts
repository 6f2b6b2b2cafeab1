import {css} from 'lit';

export const styles = css`
  :host {
    min-inline-size: 0;
    container-type: inline-size;
  }
  .tile {
    display: grid;
    gap: var(--_space);
    block-size: 100%;
    align-content: start;
    padding: calc(var(--_space) * 1.25);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    transition: border-color var(--_motion);
  }
  .tile.speaking {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .tile.over {
    background: var(--_sunken);
  }
  .row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 2px calc(var(--_space) * 1.25);
    min-block-size: 52px;
  }
  .avatar {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 42px;
    block-size: 42px;
    border-radius: 50%;
    background: var(--_accent-soft);
    color: var(--_on-accent-soft);
    font-weight: 650;
  }
  .phone .avatar {
    background: var(--_control);
    color: var(--_text);
  }
  .avatar::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: inherit;
    border: 2px solid var(--_accent);
    opacity: 0;
    transform: scale(calc(1.04 + 0.22 * var(--_level, 0)));
    transition: transform 120ms linear;
  }
  .speaking .avatar::after {
    opacity: 1;
  }
  .who {
    display: grid;
    gap: 2px;
    min-inline-size: 0;
  }
  .name {
    font-weight: 650;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  .note,
  .number {
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .signs {
    display: flex;
    align-items: center;
    gap: 2px;
    color: var(--_muted);
  }
  .sign {
    display: grid;
    place-items: center;
    min-inline-size: 26px;
    min-block-size: 26px;
  }
  .sign .icon {
    inline-size: 1.2em;
    block-size: 1.2em;
  }
  .sign.speaking {
    color: var(--_accent);
  }
  .sign.off {
    color: light-dark(#b01f27, #ff9b9e);
  }
  .sign.weak {
    color: var(--_on-warning-soft);
  }
  .badge {
    grid-column: 2 / -1;
    justify-self: start;
    max-inline-size: 100%;
    margin-block-start: 3px;
  }
  .end {
    color: light-dark(#b01f27, #ff9b9e);
  }
  .videos {
    display: grid;
    gap: var(--_space);
  }
  figure {
    position: relative;
    margin: 0;
    overflow: hidden;
    border-radius: var(--_radius-small);
    background: #101418;
  }
  video {
    display: block;
    inline-size: 100%;
    aspect-ratio: 16 / 9;
    object-fit: cover;
  }
  .screen video {
    object-fit: contain;
  }
  .mirrored video {
    transform: scaleX(-1);
  }
  @media (forced-colors: active) {
    .tile.speaking {
      outline: 2px solid Highlight;
      outline-offset: -3px;
    }
    .avatar {
      border: 1px solid;
    }
    .sign.speaking {
      color: Highlight;
    }
  }
`;
