import type {Callee} from './callee.js';

/** Rings, answers, and plays back what it hears. */
export const echo: Callee = (call) => {
  call.progress(180);
  void call.accept('echo');
};
