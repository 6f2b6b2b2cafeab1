import type {MediaDirection, MediaOptions} from '@sidetone/core';
import {gathered, onceFailed} from '@sidetone/core/engine-kit';

/** Carries one peer connection's offers and answers. Never closes it: it is the phone's. */
export class PeerMedia {
  readonly #connection: RTCPeerConnection;
  readonly #iceGatheringTimeout: number;

  constructor({connection, iceGatheringTimeout}: MediaOptions) {
    this.#connection = connection;
    this.#iceGatheringTimeout = iceGatheringTimeout;
  }

  /** The local offer, with candidates. An offer that the phone has made beforehand is used as it is. */
  async offer(): Promise<string> {
    if (this.#connection.signalingState !== 'have-local-offer') await this.#connection.setLocalDescription();
    return this.#localSdp();
  }

  /** Answers a remote offer. When that fails the connection is as before. */
  async answer(offer: string): Promise<string> {
    await this.#connection.setRemoteDescription({type: 'offer', sdp: offer});
    try {
      await this.#connection.setLocalDescription();
    } catch (error) {
      await this.#connection.setRemoteDescription({type: 'rollback'}).catch(() => undefined);
      throw error;
    }
    return this.#localSdp();
  }

  async applyAnswer(sdp: string): Promise<void> {
    await this.#connection.setRemoteDescription({type: 'answer', sdp});
  }

  /** Early media: provisional, so that the final answer may be another one (a forked or a replaced call). */
  async applyEarlyAnswer(sdp: string): Promise<void> {
    await this.#connection.setRemoteDescription({type: 'pranswer', sdp});
  }

  /** Sets what the next offer asks for, and returns how to take that back together with the offer. */
  changeDirection(direction: MediaDirection): () => Promise<void> {
    const former = this.#audioTransceivers().map((transceiver) => ({
      transceiver,
      direction: transceiver.direction,
    }));
    for (const {transceiver} of former) transceiver.direction = direction;
    return async () => {
      if (this.#connection.signalingState === 'closed') return;
      await this.withdrawOffer();
      for (const {transceiver, direction: previous} of former) transceiver.direction = previous;
    };
  }

  /** Rolls an unanswered local offer back. */
  async withdrawOffer(): Promise<void> {
    if (this.#connection.signalingState !== 'have-local-offer') return;
    await this.#connection.setLocalDescription({type: 'rollback'});
  }

  /** Calls `lost` once when the connection has failed for good (ICE or DTLS), unless `signal` aborts before. */
  watch(lost: () => void, signal: AbortSignal): void {
    onceFailed(this.#connection, lost, signal);
  }

  #audioTransceivers(): RTCRtpTransceiver[] {
    return this.#connection
      .getTransceivers()
      .filter(({receiver, direction}) => receiver.track.kind === 'audio' && direction !== 'stopped');
  }

  async #localSdp(): Promise<string> {
    await gathered(this.#connection, this.#iceGatheringTimeout);
    return this.#connection.localDescription?.sdp ?? '';
  }
}
