import type {MediaDirection, MediaOptions} from '@sidetone/core';
import {gathered, onceFailed} from '@sidetone/core/engine-kit';

/**
 * Stands between JsSIP and the phone's peer connection. The first part is what JsSIP calls, and leaves out what is
 * the phone's alone: JsSIP sees no senders, so it mutes none, and its `close` closes nothing. The second part is
 * this package's own.
 */
export class Peer {
  /** `setLocalDescription` waits for the candidates, so there is nothing left to gather. */
  readonly iceGatheringState = 'complete';
  /** Not `stable`, even after early media: how a second answer is applied is decided here. */
  readonly signalingState = 'have-local-offer';
  /** The far side's description that was applied last. */
  remoteSdp = '';
  /** Called with an answer that came in an ACK, once it is applied. */
  lateAnswer: ((sdp: string) => void) | undefined;
  readonly #connection: RTCPeerConnection;
  readonly #iceGatheringTimeout: number;
  #restoreDirection = () => {};

  constructor({connection, iceGatheringTimeout}: MediaOptions) {
    this.#connection = connection;
    this.#iceGatheringTimeout = iceGatheringTimeout;
  }

  get localDescription(): RTCSessionDescription | null {
    return this.#connection.localDescription;
  }

  /** An offer that the phone made ahead of the call is used as it is. */
  async createOffer(): Promise<RTCSessionDescriptionInit> {
    const {localDescription, signalingState} = this.#connection;
    return signalingState === 'have-local-offer' && localDescription
      ? localDescription
      : this.#connection.createOffer();
  }

  createAnswer(): Promise<RTCSessionDescriptionInit> {
    return this.#connection.createAnswer();
  }

  async setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (description !== this.#connection.localDescription) await this.#describe(description);
    await gathered(this.#connection, this.#iceGatheringTimeout);
  }

  async setRemoteDescription({type, sdp}: RTCSessionDescription): Promise<void> {
    if (type === 'answer' && this.#connection.signalingState === 'stable') {
      if (sdp === this.remoteSdp) return;
      // Another answer than the one that came with early media (a fork, a call picked up elsewhere).
      await this.#connection.setLocalDescription(await this.#connection.createOffer());
    }
    await this.accept(type, sdp);
    if (type === 'answer') this.lateAnswer?.(sdp);
  }

  getSenders(): RTCRtpSender[] {
    return [];
  }

  addEventListener(): void {}

  removeEventListener(): void {}

  close(): void {}

  /** A new offer in this direction, with candidates. */
  async offer(direction: MediaDirection): Promise<string> {
    const transceiver = this.#audio();
    const former = transceiver.direction;
    this.#restoreDirection = () => (transceiver.direction = former);
    transceiver.direction = direction;
    await this.setLocalDescription(await this.#connection.createOffer());
    return this.localDescription?.sdp ?? '';
  }

  async accept(type: RTCSdpType, sdp: string): Promise<void> {
    await this.#connection.setRemoteDescription({type, sdp});
    this.remoteSdp = sdp;
  }

  /** Undoes `offer`. */
  async withdraw(): Promise<void> {
    if (this.#connection.signalingState === 'closed') return;
    if (this.#connection.signalingState === 'have-local-offer')
      await this.#connection.setLocalDescription({type: 'rollback'});
    this.#restoreDirection();
  }

  /** Calls back once when ICE or DTLS have failed for good. */
  onceFailed(failed: () => void, signal: AbortSignal): void {
    onceFailed(this.#connection, failed, signal);
  }

  /** JsSIP refuses an offer that cannot be answered, and leaves the connection waiting for the answer. */
  async #describe(description: RTCSessionDescriptionInit): Promise<void> {
    try {
      await this.#connection.setLocalDescription(description);
    } catch (error) {
      if (description.type === 'answer') await this.#connection.setRemoteDescription({type: 'rollback'});
      throw error;
    }
  }

  #audio(): RTCRtpTransceiver {
    const audio = this.#connection.getTransceivers().find(({receiver}) => receiver.track.kind === 'audio');
    if (!audio) throw new Error('The peer connection carries no audio');
    return audio;
  }
}
