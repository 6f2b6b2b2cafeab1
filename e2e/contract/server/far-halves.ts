import type {AriClient, Stack} from '../../../packages/stack/src/index.js';
import {heldContext} from './dialplan.js';

/** Where a channel goes that no program drives any more. */
export const echo = {context: 'phones', extension: '600', priority: 1};

/** The far halves of bridged calls, for what only a program can do to them. */
export class FarHalves {
  readonly #held = new Set<string>();

  constructor(private readonly stack: Pick<Stack, 'ari' | 'cli'>) {}

  /** The far half holds the phone's channel, or lets it go. */
  async hold(phoneChannel: string, on: boolean): Promise<void> {
    const {ari} = this.stack;
    const half = await this.#halfOf(phoneChannel);
    if (on && !this.#held.has(half.id)) {
      this.#held.add(half.id);
      await this.stack.cli(`channel redirect ${half.name} ${heldContext},s,1`);
      await ari.waitFor(({type, channel}) => type === 'StasisStart' && channel?.id === half.id);
    }
    await ari.request(on ? 'POST' : 'DELETE', `/channels/${half.id}/hold`);
    if (on) return;
    this.#held.delete(half.id);
    await ari.request('POST', `/channels/${half.id}/continue`, echo);
  }

  async #halfOf(phoneChannel: string): Promise<Awaited<ReturnType<AriClient['channels']>>[number]> {
    const {ari} = this.stack;
    const [bridges, channels] = await Promise.all([ari.bridges(), ari.channels()]);
    const bridge = bridges.find((each) => each.channels.includes(phoneChannel));
    const near = channels.find(({id}) => id !== phoneChannel && bridge?.channels.includes(id));
    const far = channels.find(({name}) => name === near?.name.replace(/;1$/, ';2'));
    if (!far) throw new Error('The call has no far half.');
    return far;
  }
}
