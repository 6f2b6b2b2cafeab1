import {css} from 'lit';

/**
 * Every design token. A page sets `--sidetone-…` on any ancestor; the elements read the private names, which
 * hold the default where the page says nothing. Colours follow the page's `color-scheme`.
 */
export const tokens = css`
  :host {
    /* Surfaces */
    --_surface: var(--sidetone-color-surface, light-dark(#ffffff, #151b22));
    --_sunken: var(--sidetone-color-sunken, light-dark(#f2f5f7, #0d1218));
    --_raised: var(--sidetone-color-raised, light-dark(#ffffff, #1f2831));
    --_control: var(--sidetone-color-control, light-dark(#edf1f4, #232d37));
    --_hover: var(--sidetone-color-hover, light-dark(#e0e6eb, #303c48));
    --_border: var(--sidetone-color-border, light-dark(#d9e0e6, #2e3a45));
    --_border-strong: var(--sidetone-color-border-strong, light-dark(#75838f, #7a8997));
    /* Text */
    --_text: var(--sidetone-color-text, light-dark(#14202b, #eef3f7));
    --_muted: var(--sidetone-color-muted, light-dark(#4d5b68, #a9b6c2));
    /* Meaning: a strong colour, what is written on it, and a soft pair */
    --_accent: var(--sidetone-color-accent, light-dark(#0a6b75, #62ccd4));
    --_on-accent: var(--sidetone-color-on-accent, light-dark(#ffffff, #04272b));
    --_accent-soft: var(--sidetone-color-accent-soft, light-dark(#dff2f3, #10343a));
    --_on-accent-soft: var(--sidetone-color-on-accent-soft, light-dark(#07525a, #8fe0e6));
    --_positive: var(--sidetone-color-positive, light-dark(#14783f, #45cd82));
    --_on-positive: var(--sidetone-color-on-positive, light-dark(#ffffff, #032411));
    --_positive-soft: var(--sidetone-color-positive-soft, light-dark(#e0f4e7, #11351f));
    --_on-positive-soft: var(--sidetone-color-on-positive-soft, light-dark(#0d5a2e, #86e5ae));
    --_warning-soft: var(--sidetone-color-warning-soft, light-dark(#fdefd2, #3a2a0a));
    --_on-warning-soft: var(--sidetone-color-on-warning-soft, light-dark(#6d4300, #fbcf7a));
    --_danger: var(--sidetone-color-danger, light-dark(#c4262e, #d3353c));
    --_on-danger: var(--sidetone-color-on-danger, #ffffff);
    --_danger-soft: var(--sidetone-color-danger-soft, light-dark(#fde5e5, #421619));
    --_on-danger-soft: var(--sidetone-color-on-danger-soft, light-dark(#94161d, #ffaeae));
    --_focus: var(--sidetone-color-focus, light-dark(#0a57c2, #8ab8ff));
    /* Shape, space, type, motion */
    --_radius: var(--sidetone-radius, 14px);
    --_radius-small: var(--sidetone-radius-small, 9px);
    --_radius-round: var(--sidetone-radius-round, 999px);
    --_space: var(--sidetone-space, 8px);
    --_touch: var(--sidetone-touch-target, 44px);
    --_font: var(--sidetone-font, ui-sans-serif, system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif);
    --_font-size: var(--sidetone-font-size, 1rem);
    --_font-small: calc(var(--_font-size) * 0.875);
    --_font-large: calc(var(--_font-size) * 1.375);
    --_shadow: var(
      --sidetone-shadow,
      0 1px 2px light-dark(rgb(20 32 43 / 10%), rgb(0 0 0 / 40%)),
      0 6px 20px light-dark(rgb(20 32 43 / 8%), rgb(0 0 0 / 35%))
    );
    --_motion: var(--sidetone-motion, 140ms);
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --_motion: 0ms;
    }
  }
`;
