import type {ContextUse, SharedContext} from '../context/shared-context.js';
import {streamSource, type StreamSource} from '../context/stream-source.js';

export type MixerSource = MediaStream | MediaStreamTrack | AudioNode;

/** Seconds in which a gain changes, so that nothing clicks. */
const ramp = 0.005;

/** A sound that goes into a mix. Closing it takes it out of every output. */
export class MixerInput {
  readonly #use: ContextUse;
  readonly #sends = new Map<MixerOutput, GainNode>();
  #source: StreamSource;

  /** @internal Made by {@link Mixer.input}. */
  constructor(use: ContextUse, source: MixerSource) {
    this.#use = use;
    this.#source = open(use.context, source);
  }

  /** Another source in the same place: every output goes on. */
  replace(source: MixerSource): void {
    const former = this.#source;
    this.#source = open(this.#use.context, source);
    for (const send of this.#sends.values()) this.#source.node.connect(send);
    for (const send of this.#sends.values()) former.node.disconnect(send);
    former.close();
  }

  /** How loud it is in this output: 1 is as it came, 0 takes it out altogether. */
  setGain(output: MixerOutput, gain: number): void {
    const send = this.#sends.get(output);
    if (gain === 0) {
      if (send) this.#remove(output, send);
    } else if (send) {
      send.gain.setTargetAtTime(gain, this.#use.context.currentTime, ramp);
    } else {
      const created = new GainNode(this.#use.context, {gain});
      this.#source.node.connect(created).connect(output.node);
      this.#sends.set(output, created);
    }
  }

  close(): void {
    for (const [output, send] of this.#sends) this.#remove(output, send);
    this.#source.close();
    this.#use.release();
  }

  #remove(output: MixerOutput, send: GainNode): void {
    this.#source.node.disconnect(send);
    send.disconnect();
    this.#sends.delete(output);
  }
}

/** A mix as a track that can be sent. */
export class MixerOutput {
  readonly #use: ContextUse;
  /** @internal Where inputs are connected. */
  readonly node: MediaStreamAudioDestinationNode;
  /** Without any source Chromium sends no frames at all: a recording would stand still. */
  readonly #silence: ConstantSourceNode;

  /** @internal Made by {@link Mixer.output}. */
  constructor(use: ContextUse) {
    this.#use = use;
    this.#silence = new ConstantSourceNode(use.context, {offset: 0});
    this.node = new MediaStreamAudioDestinationNode(use.context, {
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    this.#silence.connect(this.node);
    this.#silence.start();
  }

  get stream(): MediaStream {
    return this.node.stream;
  }

  get track(): MediaStreamTrack {
    return this.stream.getAudioTracks()[0]!;
  }

  close(): void {
    this.#silence.stop();
    this.track.stop();
    this.#use.release();
  }
}

/**
 * Inputs times outputs, with a gain at each crossing; all crossings begin at 0. Mono, as telephones are.
 * Each input and output keeps the shared context running until it is closed.
 */
export class Mixer {
  readonly #context: SharedContext;

  constructor(context: SharedContext) {
    this.#context = context;
  }

  input(source: MixerSource): MixerInput {
    return new MixerInput(this.#context.use(), source);
  }

  output(): MixerOutput {
    return new MixerOutput(this.#context.use());
  }
}

function open(context: AudioContext, source: MixerSource): StreamSource {
  if (source instanceof AudioNode) return {node: source, close: () => {}};
  return streamSource(context, source instanceof MediaStream ? source : new MediaStream([source]));
}
