import type {Callee} from './callee.js';

/** An announcement (a 1 kHz tone) before the answer, which comes `answerAfter` ms later, or never by itself. */
export function earlyMedia(answerAfter?: number): Callee {
  return (call, tools) => {
    void call.early(tools.tone(call, 1000));
    if (answerAfter === undefined) return;
    const timer = setTimeout(() => void call.accept(), answerAfter);
    void call.over.then(() => clearTimeout(timer));
  };
}
