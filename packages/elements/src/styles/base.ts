import {css} from 'lit';
import {tokens} from './tokens.js';

/** What every element starts from. */
export const base = [
  tokens,
  css`
    :host {
      display: block;
      box-sizing: border-box;
      color: var(--_text);
      font-family: var(--_font);
      font-size: var(--_font-size);
      line-height: 1.4;
      text-align: start;
      -webkit-tap-highlight-color: transparent;
    }
    :host([hidden]),
    [hidden] {
      display: none !important;
    }
    *,
    ::before,
    ::after {
      box-sizing: inherit;
    }
    h2,
    h3,
    p,
    ul,
    ol {
      margin: 0;
      padding: 0;
    }
    ul,
    ol {
      list-style: none;
    }
    :focus-visible {
      outline: 3px solid var(--_focus);
      outline-offset: 2px;
    }
    svg.icon {
      display: block;
      flex: none;
      inline-size: 1.375em;
      block-size: 1.375em;
    }
    svg.directional:dir(rtl) {
      transform: scaleX(-1);
    }
    .visually-hidden {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      margin: -1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    .numeric {
      font-variant-numeric: tabular-nums;
    }
    @media (prefers-reduced-motion: reduce) {
      *,
      ::before,
      ::after {
        animation-duration: 1ms !important;
        animation-iteration-count: 1 !important;
        transition-duration: 0ms !important;
      }
    }
  `,
];
