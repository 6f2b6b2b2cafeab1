import {css} from 'lit';

/** A row of equal buttons, each a picture over a word; it folds by the width of its container. */
export const actions = css`
  .actions {
    --_columns: 3;
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .actions.count-4 {
    --_columns: 2;
  }
  @container (min-width: 340px) {
    .actions.count-4 {
      --_columns: 4;
    }
  }
  @container (min-width: 460px) {
    .actions {
      --_columns: 6;
    }
  }
  .action {
    flex: 1 0 calc((100% - (var(--_columns) - 1) * var(--_space)) / var(--_columns));
    flex-direction: column;
    gap: calc(var(--_space) * 0.5);
    min-inline-size: 0;
    min-block-size: var(--_action-size, 68px);
    padding: var(--_space) calc(var(--_space) * 0.5);
    border-color: var(--_border);
    border-radius: var(--_radius);
    font-size: var(--_font-small);
    font-weight: 500;
    line-height: 1.2;
  }
  .action[aria-pressed='true'] {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .action .label {
    max-inline-size: 100%;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  .action .icon {
    font-size: 1.1em;
  }
  .action[aria-busy='true'] {
    opacity: 1;
  }
  .action[aria-busy='true'] .icon {
    animation: wait 900ms ease-in-out infinite alternate;
  }
  @keyframes wait {
    to {
      opacity: 0.35;
    }
  }
`;
