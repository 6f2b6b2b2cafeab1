import type {Call, Recording} from '@sidetone/core';

export interface RecordingHandlers {
  /** Another set of calls is being recorded. */
  changed(recordings: ReadonlyMap<Call, Recording>): void;
  finished(call: Call, file: Blob, startedAt: number): void;
}

/** The recordings that run. One that is not ended by hand ends with its call. */
export class Recordings {
  readonly #handlers: RecordingHandlers;
  #running: ReadonlyMap<Call, Recording> = new Map();

  constructor(handlers: RecordingHandlers) {
    this.#handlers = handlers;
  }

  /** Rejects with `recording-unavailable` or `call-state-invalid`. */
  async start(call: Call, options: {announce: boolean}): Promise<void> {
    if (this.#running.has(call)) return;
    const recording = await call.record(options);
    this.#set(new Map(this.#running).set(call, recording));
    if (call.ended) await this.stop(call);
  }

  async stop(call: Call): Promise<void> {
    const recording = this.#running.get(call);
    if (!recording) return;
    const others = new Map(this.#running);
    others.delete(call);
    this.#set(others);
    this.#handlers.finished(call, await recording.stop(), recording.startedAt);
  }

  #set(running: ReadonlyMap<Call, Recording>): void {
    this.#running = running;
    this.#handlers.changed(running);
  }
}
