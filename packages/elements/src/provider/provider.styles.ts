import {css} from 'lit';

export const styles = css`
  :host {
    display: block;
  }
  .notice {
    margin-block-end: var(--_space);
  }
`;
