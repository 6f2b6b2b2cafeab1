/** The events of a server-sent stream so far, as a test reads them. */
export class EventReader<T> {
  readonly events: {id: string; data: T}[] = [];
  readonly #stop = new AbortController();
  readonly #waiters = new Set<() => void>();
  /** Settles when the stream ends. */
  readonly ended: Promise<void>;

  private constructor(response: Response, stop: AbortController) {
    this.#stop = stop;
    this.ended = this.#read(response).catch(() => undefined);
  }

  static async open<T>(url: string, headers: Readonly<Record<string, string>>): Promise<EventReader<T>> {
    const stop = new AbortController();
    const response = await fetch(url, {headers, signal: stop.signal});
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return new EventReader<T>(response, stop);
  }

  /** Resolves with the events when some of them are as wanted. */
  async until(holds: (data: T[]) => boolean): Promise<T[]> {
    while (!holds(this.all)) await new Promise<void>((resolve) => this.#waiters.add(resolve));
    return this.all;
  }

  get all(): T[] {
    return this.events.map(({data}) => data);
  }

  close(): void {
    this.#stop.abort();
  }

  async #read(response: Response): Promise<void> {
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
        const data = field('data');
        if (data !== undefined) this.events.push({id: field('id') ?? '', data: JSON.parse(data) as T});
      }
      for (const wake of this.#waiters) wake();
      this.#waiters.clear();
    }
  }
}
