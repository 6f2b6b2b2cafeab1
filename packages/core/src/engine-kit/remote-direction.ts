import type {MediaDirection} from '../engine/engine.js';
import {audioDirection} from '../sdp.js';

/** What the far side sends and receives, and who is told when that changes. */
export class RemoteDirection {
  #known: MediaDirection;

  constructor(
    firstSdp: string,
    private readonly changed: (direction: MediaDirection) => void,
  ) {
    this.#known = audioDirection(firstSdp);
  }

  /** The far side's own choice, as an offer, or an answer to `sendrecv`, says it. */
  hear(sdp: string): void {
    const direction = audioDirection(sdp);
    if (direction === this.#known) return;
    this.#known = direction;
    this.changed(direction);
  }
}
