import {setTimeout as sleep} from 'node:timers/promises';
import type {Ari} from './ari/rest.js';
import type {PhoneCall} from './calls/phone-call.js';

/** How often it looks within the limit: a call ends up to two looks later. */
const looks = 10;
const longestPause = 60_000;

interface SilenceOptions {
  calls(): Iterable<PhoneCall>;
  ari: Pick<Ari, 'variable'>;
  /** ms without media after which a call ends. */
  limit: number;
  signal: AbortSignal;
}

/**
 * Ends calls of which nothing is heard any more, until `signal` aborts. Asterisk's own `rtp_timeout` would end those that are held by port 0
 * too: it refuses such an offer, and goes on waiting for media.
 */
export async function watchSilence({calls, ari, limit, signal}: SilenceOptions): Promise<void> {
  const heard = new WeakMap<PhoneCall, {packets: string; at: number}>();
  const look = async (call: PhoneCall): Promise<void> => {
    if (!call.owesMedia) return void heard.delete(call);
    const packets = await ari.variable(call.channelId, 'CHANNEL(rtcp,rxcount)').catch(() => '');
    const before = heard.get(call);
    const now = performance.now();
    // What Asterisk does not say is no silence.
    if (!packets || before?.packets !== packets) return void heard.set(call, {packets, at: now});
    if (now - before.at >= limit) call.handle({type: 'unheard'});
  };
  while (!signal.aborted) {
    await sleep(Math.min(limit / looks, longestPause), undefined, {signal}).catch(() => undefined);
    for (const call of calls()) await look(call);
  }
}
