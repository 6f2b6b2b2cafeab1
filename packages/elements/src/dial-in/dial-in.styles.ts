import {css} from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
    min-inline-size: 0;
  }
  .sheet {
    display: grid;
    gap: calc(var(--_space) * 1.75);
    max-inline-size: 34rem;
    padding: calc(var(--_space) * 2);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.2);
    background: var(--_surface);
  }
  h3 {
    display: flex;
    align-items: center;
    gap: var(--_space);
    font-size: calc(var(--_font-size) * 1.0625);
    font-weight: 650;
  }
  h3 .icon {
    color: var(--_accent);
  }
  .how,
  .words,
  dl {
    display: grid;
    gap: calc(var(--_space) * 1.75);
    margin: 0;
  }
  .words {
    align-content: start;
    min-inline-size: 0;
  }
  dt {
    color: var(--_muted);
    font-size: var(--_font-small);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .big {
    font-size: var(--_font-large);
    font-weight: 600;
    line-height: 1.3;
  }
  .big .hint {
    font-weight: 400;
  }
  .national {
    display: block;
  }
  a[part='number'] {
    color: inherit;
    text-decoration-color: var(--_border-strong);
    text-decoration-thickness: 1px;
    text-underline-offset: 0.2em;
  }
  a[part='number']:hover {
    color: var(--_accent);
    text-decoration-color: currentColor;
  }
  .choice {
    position: relative;
    display: grid;
  }
  .choice .field {
    appearance: none;
    padding-inline-end: calc(var(--_space) * 5);
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .choice .icon {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-end: calc(var(--_space) * 1.5);
    translate: 0 -50%;
    font-size: 0.9em;
    pointer-events: none;
  }
  .qr {
    display: grid;
    justify-items: center;
    gap: 4px;
    margin: 0;
  }
  .qr svg {
    inline-size: var(--sidetone-dial-in-qr-size, 9rem);
    block-size: var(--sidetone-dial-in-qr-size, 9rem);
    border: 1px solid var(--_border);
    border-radius: var(--_radius-small);
    background: #fff;
    color: #000;
    fill: currentColor;
    forced-color-adjust: none;
  }
  @container (min-width: 24rem) {
    .how {
      grid-template-columns: minmax(0, 1fr) auto;
    }
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .buttons .button {
    flex: 1 1 auto;
  }
  .problem {
    display: grid;
    justify-items: start;
    gap: calc(var(--_space) * 0.75);
  }
  sidetone-call-status {
    justify-self: start;
  }
`;
