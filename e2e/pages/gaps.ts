/** Below this it is silent: well under any voice of a test, and above what codecs make of silence. */
const quiet = 0.03;

/** The source of the worklet `gaps`: tells each silence of more than 40 ms, in seconds, as soon as it is over; and 0 for the first sound. */
export const gapsWorklet = `
registerProcessor('gaps', class extends AudioWorkletProcessor {
  quiet = 0;
  begun = false;
  process([[samples]]) {
    if (!samples) {
      this.quiet += 128;
      return true;
    }
    for (const sample of samples) {
      if (Math.abs(sample) < ${quiet}) { this.quiet++; continue; }
      if (!this.begun) this.port.postMessage(0);
      else if (this.quiet > 0.04 * sampleRate) this.port.postMessage(this.quiet / sampleRate);
      this.begun = true;
      this.quiet = 0;
    }
    return true;
  }
});`;

/** Watches everything that is played for silences: the longest one so far, in ms; NaN before anything was heard. */
export class GapWatch {
  #longest = NaN;
  readonly #context = new AudioContext({latencyHint: 'interactive', sampleRate: 48_000});
  readonly #heard = new WeakSet<MediaStream>();

  /** @param played What is at the loudspeaker now. */
  constructor(played: () => Iterable<MediaStream>) {
    void this.#watch(played);
  }

  get longest(): number {
    return this.#longest;
  }

  async #watch(played: () => Iterable<MediaStream>): Promise<void> {
    const url = URL.createObjectURL(new Blob([gapsWorklet], {type: 'text/javascript'}));
    await this.#context.audioWorklet.addModule(url);
    const node = new AudioWorkletNode(this.#context, 'gaps', {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    node.port.onmessage = ({data}) => (this.#longest = Math.max(this.#longest || 0, (data as number) * 1000));
    setInterval(() => {
      for (const stream of played()) {
        if (this.#heard.has(stream)) continue;
        this.#heard.add(stream);
        this.#context.createMediaStreamSource(stream).connect(node);
      }
    }, 10);
  }
}
