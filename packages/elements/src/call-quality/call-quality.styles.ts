import {css} from 'lit';

export const styles = css`
  summary {
    display: inline-flex;
    align-items: center;
    gap: var(--_space);
    min-block-size: var(--_touch);
    padding-inline: calc(var(--_space) * 1.25);
    border-radius: var(--_radius-round);
    color: var(--_muted);
    font-size: var(--_font-small);
    font-weight: 600;
    list-style: none;
    cursor: pointer;
    user-select: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary:hover {
    background: var(--_hover);
  }
  summary .icon {
    font-size: 0.8em;
    transition: transform var(--_motion);
  }
  details[open] summary .icon {
    transform: rotate(180deg);
  }
  .bars {
    display: inline-flex;
    align-items: end;
    gap: 2px;
    block-size: 16px;
    color: var(--_quality, var(--_positive));
  }
  .bar {
    inline-size: 4px;
    border-radius: 1px;
    background: var(--_border);
  }
  .bar.on {
    background: currentColor;
  }
  .bars.fair {
    --_quality: light-dark(#a86800, #fbcf7a);
  }
  .bars:is(.poor, .bad) {
    --_quality: light-dark(#c4262e, #ff7b7f);
  }
  .bar:nth-child(1) {
    block-size: 30%;
  }
  .bar:nth-child(2) {
    block-size: 47%;
  }
  .bar:nth-child(3) {
    block-size: 65%;
  }
  .bar:nth-child(4) {
    block-size: 82%;
  }
  .bar:nth-child(5) {
    block-size: 100%;
  }
  dl {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: var(--_space) calc(var(--_space) * 1.5);
    border-radius: var(--_radius-small);
    background: var(--_sunken);
    font-size: var(--_font-small);
  }
  dl div {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
    text-align: end;
  }
  .warnings {
    display: grid;
    gap: calc(var(--_space) * 0.5);
    margin-block-start: calc(var(--_space) * 0.5);
  }
  @media (forced-colors: active) {
    .bar {
      background: GrayText;
      forced-color-adjust: none;
    }
    .bar.on {
      background: CanvasText;
    }
  }
`;
