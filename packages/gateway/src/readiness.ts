import type {Services} from './services.js';
import type {AsteriskSetting} from './settings/table.js';
import {within} from './within.js';

export interface Readiness {
  /**
   * Whether requests should be sent here. Parts that all gateways share do not count: while one is away, a gateway still answers from
   * what it remembers, and a load balancer that took all of them out would make it worse.
   */
  ready: boolean;
  /** `gateway` (down while it drains), `database`, `livekit`, `asterisk:<id>`. */
  parts: Record<string, 'up' | 'down'>;
}

const patience = 2000;

/** Asks every part that is configured, at the same time. Down for more than two seconds is down. */
export async function readiness({database, livekit, settings, log, lifecycle}: Services): Promise<Readiness> {
  const checks: [name: string, check: () => Promise<unknown>][] = [['database', () => database.check()]];
  if (livekit) checks.push(['livekit', () => livekit.check()]);
  for (const asterisk of settings.ASTERISK)
    checks.push([`asterisk:${asterisk.id}`, () => checkAsterisk(asterisk)]);
  const states = await Promise.all(
    checks.map(async ([name, check]): Promise<[string, 'up' | 'down']> => {
      try {
        await within(patience, check());
        return [name, 'up'];
      } catch (error) {
        log.warn({part: name, err: error}, 'a part cannot be reached');
        return [name, 'down'];
      }
    }),
  );
  states.push(['gateway', lifecycle.draining ? 'down' : 'up']);
  return {ready: !lifecycle.draining, parts: Object.fromEntries(states)};
}

async function checkAsterisk({ari}: AsteriskSetting): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${ari.user}:${ari.password}`).toString('base64')}`;
  const answer = await fetch(`${ari.url.replace(/\/$/, '')}/asterisk/info?only=status`, {
    headers: {authorization},
    signal: AbortSignal.timeout(patience),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`ARI answered ${answer.status}.`);
}
