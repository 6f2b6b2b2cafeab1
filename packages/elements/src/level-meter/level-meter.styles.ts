import {css} from 'lit';

export const styles = css`
  :host {
    --_thickness: var(--sidetone-level-meter-thickness, 10px);
    --_low: var(--sidetone-level-meter-low, light-dark(#1b9a55, #45cd82));
    --_high: var(--sidetone-level-meter-high, light-dark(#d98a00, #fbcf7a));
    --_top: var(--sidetone-level-meter-top, light-dark(#c4262e, #ff7b7f));
    min-inline-size: 64px;
  }
  [role='meter'] {
    position: relative;
    block-size: var(--_thickness);
    overflow: hidden;
    border-radius: 3px;
    background: linear-gradient(to right, var(--_low) 60%, var(--_high) 84%, var(--_top) 96%);
    mask: repeating-linear-gradient(to right, #000 0 6px, transparent 6px 9px);
  }
  [role='meter']:dir(rtl) {
    background: linear-gradient(to left, var(--_low) 60%, var(--_high) 84%, var(--_top) 96%);
    mask: repeating-linear-gradient(to left, #000 0 6px, transparent 6px 9px);
  }
  .rest {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 0;
    inline-size: calc((1 - var(--_level, 0)) * 100%);
    background: var(--_border);
    transition: inline-size 90ms linear;
  }
  @media (forced-colors: active) {
    [role='meter'] {
      background: Highlight !important;
      forced-color-adjust: none;
    }
    .rest {
      background: GrayText;
    }
  }
`;
