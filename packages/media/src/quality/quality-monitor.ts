import {readCounters, type Counters} from './counters.js';
import {sampleBetween, type QualitySample} from './sample.js';
import {WarningTracker, type Expectations, type QualityWarning} from './warnings.js';

/** A call's quality in the last interval, with the warnings that stand. */
export interface QualityReport extends QualitySample {
  warnings: readonly QualityWarning[];
}

/** Dispatched as `quality` after each interval. */
export class QualityEvent extends Event {
  readonly report: QualityReport;

  constructor(report: QualityReport) {
    super('quality');
    this.report = report;
  }
}

export interface QualityMonitorOptions {
  /** Ms between two looks. */
  interval?: number;
  /** The person muted the microphone, so its silence is meant. */
  isMuted?: () => boolean;
  /** Ends the monitor. It ends by itself when the connection is closed. */
  signal?: AbortSignal;
}

/** Watches the audio of a peer connection and dispatches {@link QualityEvent} `quality` until closed. */
export class QualityMonitor extends EventTarget {
  readonly #connection: RTCPeerConnection;
  readonly #isMuted: () => boolean;
  readonly #warnings = new WarningTracker();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #life = new AbortController();
  #counters: Counters | undefined;
  #report: QualityReport | undefined;

  constructor(
    connection: RTCPeerConnection,
    {interval = 1_000, isMuted = () => false, signal}: QualityMonitorOptions = {},
  ) {
    super();
    this.#connection = connection;
    this.#isMuted = isMuted;
    this.#timer = setInterval(() => void this.#look(), interval);
    if (signal?.aborted) this.close();
    signal?.addEventListener('abort', () => this.close(), {signal: this.#life.signal});
  }

  /** The last interval; `undefined` before the first is over. */
  get report(): QualityReport | undefined {
    return this.#report;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#life.abort();
  }

  async #look(): Promise<void> {
    if (this.#connection.signalingState === 'closed') return this.close();
    const stats = await this.#connection.getStats().catch(() => undefined);
    if (!stats || this.#life.signal.aborted) return;
    const before = this.#counters;
    this.#counters = readCounters(entriesOf(stats), performance.now());
    if (!before) return;
    const sample = sampleBetween(before, this.#counters);
    this.#warnings.add(sample, this.#expected());
    this.#report = {...sample, warnings: this.#warnings.warnings};
    const measured = new QualityEvent(this.#report);
    this.dispatchEvent(measured);
  }

  #expected(): Expectations {
    const connected = this.#connection.connectionState === 'connected';
    const audio = this.#connection.getTransceivers().filter(({receiver}) => receiver.track.kind === 'audio');
    const flows = (direction: 'send' | 'recv') =>
      connected && audio.some(({currentDirection}) => currentDirection?.includes(direction));
    const tracks = audio.map(({sender}) => sender.track).filter((track) => track?.readyState === 'live');
    const sending = flows('send') && tracks.length > 0;
    const speaking = sending && !this.#isMuted() && tracks.some((track) => track!.enabled);
    return {receiving: flows('recv'), sending, speaking};
  }
}

function entriesOf(stats: RTCStatsReport): [string, Record<string, unknown>][] {
  const entries: [string, Record<string, unknown>][] = [];
  stats.forEach((entry: Record<string, unknown>, id) => entries.push([id, entry]));
  return entries;
}
