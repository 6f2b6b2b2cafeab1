import {css} from 'lit';

export const styles = css`
  :host {
    min-inline-size: 0;
  }
  form {
    display: grid;
    gap: var(--_space);
  }
  label {
    font-size: var(--_font-small);
    font-weight: 600;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .row .field {
    flex: 1 1 10rem;
    inline-size: auto;
    min-inline-size: 0;
  }
  .row .button {
    flex: 1 0 auto;
  }
`;
