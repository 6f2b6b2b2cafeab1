import {echo} from './echo.js';
import type {CallBehaviour, Callee} from './callee.js';

/** Echo that refuses to be held or otherwise renegotiated; the call lives. */
export const holdRefuser: Callee = (call, tools) => {
  echo(call, tools);
  return {reinvited: () => 488};
};

/** Echo that refuses the first re-INVITE as if its own were under way (RFC 3261 14.2). */
export const glare: Callee = (call, tools) => atFirst(491, call, tools);

/** Echo that answers the first re-INVITE with 180 and nothing more until it is cancelled. */
export const reinviteStaller: Callee = (call, tools) => atFirst(180, call, tools);

function atFirst(status: number, ...call: Parameters<Callee>): CallBehaviour {
  let first = true;
  echo(...call);
  return {
    reinvited: () => {
      if (!first) return undefined;
      first = false;
      return status;
    },
  };
}

/** Echo that does not know the call any more when it is renegotiated or told a digit. */
export const forgetter: Callee = (call, tools) => {
  echo(call, tools);
  return {reinvited: () => 481, informed: () => 481, referred: () => 481};
};

/** Echo that refuses INFO. */
export const infoRefuser: Callee = (call, tools) => {
  echo(call, tools);
  return {informed: () => 415};
};

/** Echo that refuses to be transferred. */
export const referRefuser: Callee = (call, tools) => {
  echo(call, tools);
  return {referred: () => 603};
};

/** Echo that agrees to be transferred and never tells what became of it. */
export const referForgetter: Callee = (call, tools) => {
  echo(call, tools);
  return {referred: () => 202};
};
