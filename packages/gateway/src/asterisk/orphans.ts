import {isLegChannel, legBridge, legExtension} from '@sidetone/bridge';
import {shortId} from '../calls/call-entry.js';
import type {Ari} from './ari/rest.js';
import type {AriChannel} from './ari/types.js';

interface Present {
  ari: Ari;
  /** Ids of the calls that are live. */
  calls: Iterable<string>;
  /** Ids of the application's bridges. */
  bridges: readonly string[];
  /** The application's channels. */
  channels: readonly AriChannel[];
}

/** Removes what was made in Asterisk to carry the audio of calls that are over: their gateway has died. */
export async function removeOrphans({ari, calls, bridges, channels}: Present): Promise<void> {
  const live = [...calls].map(shortId);
  await removeBridges(ari, bridges, new Set(live.map(legBridge)));
  // Where livekit-sip has called for them.
  const extensions = new Set(live.map(legExtension));
  for (const {id, dialplan} of channels)
    if (isLegChannel('', dialplan.exten) && !extensions.has(dialplan.exten)) await ari.hangup(id);
}

async function removeBridges(ari: Ari, own: readonly string[], wanted: ReadonlySet<string>): Promise<void> {
  for (const {id, channels} of await ari.bridges()) {
    if (!own.includes(id) || !isLegChannel(id) || wanted.has(id)) continue;
    for (const channel of channels) if (isLegChannel(channel)) await ari.hangup(channel);
    await ari.destroyBridge(id);
  }
}
