import type {CallHistoryEntry, CallHistoryStore, CredentialsProvider} from '@sidetone/core';
import {IndexedDbCallHistory} from '@sidetone/core/history';

/**
 * One history for each identity, so that people who share a computer do not see each other's calls. Empty
 * until it is known whose it is: an identity may come with credentials that are still to be fetched.
 */
export class OwnHistory extends EventTarget implements CallHistoryStore {
  #aor = '';
  #store: IndexedDbCallHistory | undefined;
  #belongs = new AbortController();

  constructor(aor: string) {
    super();
    if (aor) this.#belongTo(aor);
  }

  /** The same credentials; the history is the one of whoever they are for. */
  following(credentials: CredentialsProvider): CredentialsProvider {
    return {
      get: async (options) => {
        const fetched = await credentials.get(options);
        if (fetched.aor !== this.#aor) this.#belongTo(fetched.aor);
        return fetched;
      },
    };
  }

  async add(entry: CallHistoryEntry): Promise<void> {
    await this.#store?.add(entry);
  }

  async list(options?: Parameters<CallHistoryStore['list']>[0]): Promise<CallHistoryEntry[]> {
    return (await this.#store?.list(options)) ?? [];
  }

  async markSeen(...ids: string[]): Promise<void> {
    await this.#store?.markSeen(...ids);
  }

  async remove(id: string): Promise<void> {
    await this.#store?.remove(id);
  }

  async clear(): Promise<void> {
    await this.#store?.clear();
  }

  #belongTo(aor: string): void {
    this.#belongs.abort();
    this.#belongs = new AbortController();
    this.#aor = aor;
    this.#store = new IndexedDbCallHistory({name: `sidetone:${aor}`});
    this.#store.addEventListener('change', () => this.dispatchEvent(new Event('change')), {
      signal: this.#belongs.signal,
    });
    this.dispatchEvent(new Event('change'));
  }
}
