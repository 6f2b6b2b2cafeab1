import type {Stack} from '../../packages/stack/src/index.js';

type Message = ReturnType<Stack['sip']['messages']>[number];

/** How the newest requests of this kind were answered, oldest first. */
export function answers({sip}: Stack, method: string): number[] {
  return sip
    .messages()
    .filter((message) => message.method === method && message.status >= 200)
    .map(({status}) => status);
}

/** The directions of sound that a phone asked for within a call, one for each INVITE after the first. */
export function directions({sip}: Stack, callId: string | undefined): (string | undefined)[] {
  const within = ({method, status, direction, header}: Message) =>
    method === 'INVITE' && status === 0 && direction === 'in' && header('to')?.includes(';tag=');
  const asked = ({body}: Message) => /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(body)?.[1];
  return sip
    .messages({callId: callId ?? 'none'})
    .filter(within)
    .map(asked);
}
