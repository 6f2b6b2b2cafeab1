import {expect, test} from 'vitest';
import {commandsFor} from './control-message.js';

const talking = {status: 'connected', muted: 'none'} as const;
const held = {status: 'held', muted: 'microphone'} as const;

test.each([
  [0, talking, []],
  [1, talking, [{type: 'mute', what: 'microphone'}]],
  [2, talking, [{type: 'mute', what: 'speaker'}]],
  [3, talking, [{type: 'hold', on: true}]],
  [3, held, []],
  [1, held, [{type: 'hold', on: false}]],
  [
    2,
    held,
    [
      {type: 'mute', what: 'speaker'},
      {type: 'hold', on: false},
    ],
  ],
  [
    0,
    held,
    [
      {type: 'mute', what: 'none'},
      {type: 'hold', on: false},
    ],
  ],
] as const)('audio %i of %o', (audio, entry, commands) => {
  expect(commandsFor(audio, entry)).toEqual(commands);
});
