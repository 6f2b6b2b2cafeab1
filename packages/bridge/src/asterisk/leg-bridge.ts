import {randomUUID} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {BridgeError} from '../errors.js';
import {AriError, type Ari} from './ari.js';

/** Bridges and channels that a leg makes in Asterisk have ids that begin so; the caller's channel is never one. */
const prefix = 'sidetone-leg-';

/** Without a hyphen, which the dialplan's patterns ignore: `_sideto[n]eleg.` matches it, as a bare N there is a digit. */
const extensionPrefix = 'sidetoneleg';

/** Whether this is a channel that a bridge made for its audio, by its id and the extension that it called: no call of anyone's. */
export const isLegChannel = (channelId: string, extension = ''): boolean =>
  channelId.startsWith(prefix) || extension.startsWith(extensionPrefix);

/** An id for a channel of a leg's. */
export const legChannel = (): string => `${prefix}${randomUUID()}`;

/** What livekit-sip calls in Asterisk for a leg. */
export const legExtension = (legId: string): string => `${extensionPrefix}${legId}`;

/** The id of the bridge in Asterisk that holds a leg's caller. */
export const legBridge = (legId: string): string => `${prefix}${legId}`;

const bridgePath = (legId: string): string => `/bridges/${encodeURIComponent(legBridge(legId))}`;

/** How often a channel that is not in the application yet is tried again. */
const entering = 100;

interface Members {
  legId: string;
  /** The caller's channel. */
  callerId: string;
  /** The channel that the caller's is bridged with. */
  channelId: string;
}

/** Brings a leg's channel together with its caller's. Rejects with `caller-gone` when there is none. */
export async function addToLegBridge(ari: Ari, {legId, callerId, channelId}: Members): Promise<void> {
  const bridge = bridgePath(legId);
  const {channels} = await makeBridge(ari, bridge);
  const channel = [callerId, channelId].filter((id) => !channels.includes(id)).join(',');
  if (!channel) return;
  for (let tries = 0; ; tries++) {
    try {
      await ari.request('POST', `${bridge}/addChannel`, {channel});
      return;
    } catch (error) {
      if (!(await ari.hasChannel(callerId))) throw new BridgeError('caller-gone');
      // A channel enters the application a moment after its connection stands.
      if (tries === entering || !(error instanceof AriError && error.status === 422)) throw error;
      await sleep(10);
    }
  }
}

/** Removes a leg's bridge from Asterisk. The caller's channel is the application's again. */
export async function removeLegBridge(ari: Ari, legId: string): Promise<void> {
  await ari.request('DELETE', bridgePath(legId)).catch(() => undefined);
}

/** The one that is there already holds a caller whose connection broke, or whom another bridge lost. */
async function makeBridge(ari: Ari, path: string): Promise<{channels: string[]}> {
  try {
    return await ari.request('POST', path, {type: 'mixing'});
  } catch (error) {
    if (error instanceof AriError && error.status === 409) return ari.request('GET', path);
    throw error;
  }
}
