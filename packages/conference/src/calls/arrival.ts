import {SidetoneError, type Conference, type Participant} from '@sidetone/core';

type Watched = Pick<Conference, 'participants' | 'legs'> & EventTarget;

/** Resolves when the phone of this call is in the room. Rejects with `aborted`, or with the words of its end when it is over before. */
export function arrivalOf(room: Watched, callid: string, signal: AbortSignal): Promise<Participant> {
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const fail = (error: Error) => {
      done.abort();
      reject(error);
    };
    const look = () => {
      const leg = room.legs.find(({id}) => id === callid);
      if (leg?.ended) return fail(new Error(leg.message ?? `the call is ${leg.status}`));
      const arrived = room.participants.find((one) => one.leg?.id === callid);
      if (!arrived) return;
      done.abort();
      resolve(arrived);
    };
    for (const type of ['participants', 'legs', 'change'])
      room.addEventListener(type, look, {signal: done.signal});
    signal.addEventListener('abort', () => fail(new SidetoneError('aborted')), {signal: done.signal});
    if (signal.aborted) fail(new SidetoneError('aborted'));
    else look();
  });
}
