import {withoutTelephoneEvent} from '../sip/sdp.js';
import type {Callee} from './callee.js';

const prompt = 440;
const wrong = 220;
const right = 1000;

export interface PinPromptOptions {
  /** How often a wrong PIN may be entered; default 3. */
  attempts?: number;
  /** Takes digits by RTP (RFC 4733), default true; otherwise phones have to fall back to INFO. */
  telephoneEvent?: boolean;
}

/**
 * Asks for a PIN with a tone (440 Hz) and takes digits until `#`. Right: 1 kHz. Wrong: 220 Hz, and the next
 * attempt; after the last one it hangs up.
 */
export function pinPrompt(pin: string, {attempts = 3, telephoneEvent = true}: PinPromptOptions = {}): Callee {
  return (call, tools) => {
    let typed = '';
    let left = attempts;
    const play = (frequency: number) => call.accept(tools.tone(call, frequency));
    const submit = () => {
      if (typed === pin) void play(right);
      else if (--left > 0) void play(wrong);
      else call.hangup();
      typed = '';
    };
    const digit = (key: string) => {
      if (key === '#') submit();
      else typed += key;
    };
    call.progress(180);
    void play(prompt);
    return telephoneEvent ? {digit} : {digit, rewriteSdp: withoutTelephoneEvent};
  };
}
