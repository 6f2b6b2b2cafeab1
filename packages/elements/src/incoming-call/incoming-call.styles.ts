import {css} from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
  }
  .sheet {
    display: grid;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 2);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  .caller {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 1.75);
    min-inline-size: 0;
  }
  .avatar {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 56px;
    block-size: 56px;
    border-radius: 50%;
    background: var(--_positive-soft);
    color: var(--_on-positive-soft);
  }
  .avatar::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 2px solid var(--_positive);
    border-radius: 50%;
    animation: ring 1.6s ease-out infinite;
  }
  @keyframes ring {
    from {
      opacity: 0.8;
    }
    to {
      opacity: 0;
      transform: scale(1.35);
    }
  }
  .who {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .kind {
    color: var(--_muted);
    font-size: var(--_font-small);
  }
  .name {
    font-size: var(--_font-large);
    font-weight: 650;
    line-height: 1.2;
  }
  .buttons {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(132px, 1fr));
    gap: var(--_space);
  }
  .buttons .button {
    min-block-size: calc(var(--_touch) + 6px);
    padding-inline: var(--_space);
  }
  .voicemail {
    grid-column: 1 / -1;
  }
  @media (prefers-reduced-motion: reduce) {
    .avatar::after {
      opacity: 1;
      animation: none;
    }
  }
`;
