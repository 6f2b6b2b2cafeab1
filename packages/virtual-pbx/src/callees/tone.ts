import type {Callee} from './callee.js';

/** Answers and plays 1 kHz. */
export const tone: Callee = (call, tools) => {
  call.progress(180);
  void call.accept(tools.tone(call, 1000));
};
