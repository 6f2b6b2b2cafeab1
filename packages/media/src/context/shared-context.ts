/** Somebody's use of the shared AudioContext, until released. */
export interface ContextUse {
  readonly context: AudioContext;
  release(): void;
}

/** How long an AudioContext that nobody uses stays warm, in ms. */
const idleTime = 5_000;
/** How long a browser that allows sound may take to start it, in ms. */
const startTime = 300;

/**
 * The one AudioContext of the page: made at first use, suspended when nobody has used it for a while.
 * Dispatches `change` when `blocked` changes.
 */
export class SharedContext extends EventTarget {
  readonly #own: boolean;
  #context: AudioContext | undefined;
  #users = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #blocked = false;
  #sinkId = '';
  #listening = new AbortController();

  /** @param context The page's own: used, but never suspended nor closed here. */
  constructor(context?: AudioContext) {
    super();
    this.#own = !context;
    if (context) this.#adopt(context);
  }

  /** The browser does not let it sound before a user gesture: call {@link resume} from one. */
  get blocked(): boolean {
    return this.#blocked;
  }

  use(): ContextUse {
    clearTimeout(this.#idle);
    const context = this.#context ?? this.#adopt(new AudioContext({latencyHint: 'interactive'}));
    this.#users++;
    if (context.state !== 'running') void this.resume();
    let released = false;
    return {
      context,
      release: () => {
        if (released) return;
        released = true;
        if (--this.#users === 0) this.#whenIdle();
      },
    };
  }

  /** Starts the sound if the browser allows; resolves in either case. */
  async resume(): Promise<void> {
    const context = this.#context;
    if (!context || context.state === 'closed') return;
    // A blocked context leaves resume() pending until some gesture, so its state is looked at instead.
    const patience = new Promise((resolve) => setTimeout(resolve, startTime));
    await Promise.race([context.resume().catch(() => {}), patience]);
    this.#check();
  }

  /** Sends its sound to this speaker, `''` is the default one. Rejects as `AudioContext.setSinkId` does. */
  async setSink(deviceId: string): Promise<void> {
    await this.#setSinkOf(this.#context, deviceId);
    this.#sinkId = deviceId;
  }

  /** Ends its own context, or lets go of the page's. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    this.#listening.abort();
    const context = this.#context;
    this.#context = undefined;
    if (this.#own && context && context.state !== 'closed') await context.close();
  }

  #adopt(context: AudioContext): AudioContext {
    this.#context = context;
    this.#listening = new AbortController();
    context.addEventListener('statechange', () => this.#stateChanged(context), {
      signal: this.#listening.signal,
    });
    if (this.#sinkId) this.#setSinkOf(context, this.#sinkId).catch(() => {});
    return context;
  }

  async #setSinkOf(context: AudioContext | undefined, deviceId: string): Promise<void> {
    if (context && 'setSinkId' in context) {
      await (context as AudioContext & {setSinkId(id: string): Promise<void>}).setSinkId(deviceId);
    }
  }

  #stateChanged(context: AudioContext): void {
    // Needed again while it was falling asleep.
    if (this.#users && context.state === 'suspended') void this.resume();
    else this.#check();
  }

  #check(): void {
    const blocked = this.#users > 0 && this.#context !== undefined && this.#context.state !== 'running';
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.dispatchEvent(new Event('change'));
  }

  #whenIdle(): void {
    this.#check();
    if (!this.#own) return;
    this.#idle = setTimeout(() => void this.#context?.suspend(), idleTime);
  }
}

let page: SharedContext | undefined;

/** The context that everything in the page shares unless told otherwise. */
export function pageContext(): SharedContext {
  return (page ??= new SharedContext());
}
