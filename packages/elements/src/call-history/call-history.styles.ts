import {css} from 'lit';

export const styles = css`
  .day {
    display: flex;
    align-items: center;
    min-block-size: 32px;
    padding-inline: var(--_space);
    color: var(--_muted);
    font-size: var(--_font-small);
    font-weight: 600;
  }
  .entry {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 0.5);
  }
  .call {
    flex: 1 1 auto;
    justify-content: start;
    gap: calc(var(--_space) * 1.5);
    min-inline-size: 0;
    min-block-size: calc(var(--_touch) + 10px);
    padding: calc(var(--_space) * 0.5) var(--_space);
    border-radius: var(--_radius-small);
    font-weight: 400;
    text-align: start;
  }
  .call .icon {
    color: var(--_muted);
  }
  .text {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .name {
    display: block;
    font-weight: 600;
  }
  .detail {
    display: block;
    color: var(--_muted);
    font-size: var(--_font-small);
  }
  .missed .call .icon,
  .missed .outcome {
    color: light-dark(#b01f27, #ff9b9e);
  }
  .missed .outcome,
  .unseen .name {
    font-weight: 700;
  }
  .new {
    padding: 1px 7px;
    border-radius: var(--_radius-round);
    background: var(--_danger-soft);
    color: var(--_on-danger-soft);
    font-weight: 700;
  }
  .remove {
    flex: none;
    color: var(--_muted);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: var(--_space) calc(var(--_space) * 1.5);
    margin-block-start: var(--_space);
  }
  .question {
    flex: 1 1 100%;
    text-align: center;
    font-size: var(--_font-small);
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: calc(var(--_space) * 0.5);
    padding: calc(var(--_space) * 5) calc(var(--_space) * 2);
    color: var(--_muted);
    text-align: center;
  }
  .empty .icon {
    font-size: 2rem;
  }
  .empty strong {
    color: var(--_text);
  }
`;
