import {pinDialogue, type Stack} from '../../packages/stack/src/index.js';
import {expect} from './test.js';

/** What the PIN extension made of the nth attempt. */
export async function attempt(stack: Stack, number: number) {
  const {userevent} = await stack.ari.waitFor(
    ({eventname, userevent: fields}) =>
      eventname === pinDialogue.event && Number(fields?.['attempt']) === number,
    {timeout: 30_000},
  );
  return userevent;
}

/** Waits until the PIN was asked for so many times. */
export const asked = (stack: Stack, times: number) =>
  expect
    .poll(() => stack.ari.events.filter(({dialplan_app}) => dialplan_app === 'Read').length)
    .toBeGreaterThanOrEqual(times);
