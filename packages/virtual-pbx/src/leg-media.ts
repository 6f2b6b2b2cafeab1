import type {MediaDirection} from '@sidetone/core';
import {readTelephoneEvents} from './audio/telephone-events.js';
import {telephoneEventsIn} from './sip/sdp.js';

/** What a leg plays to the phone: its own sound back, a track, or nothing. */
export type LegAudio = 'echo' | 'silence' | MediaStreamTrack;

/** ICE without servers gathers within this time, in ms, or goes with what it has. */
const gatheringTimeout = 1_000;

/** The peer connection behind one leg. Descriptions are whole: candidates do not trickle. */
export class LegMedia {
  readonly connection = new RTCPeerConnection();
  /** Chromium decodes what a peer connection receives only while an element plays it; this one is never heard. */
  readonly #pump = Object.assign(new Audio(), {muted: true});
  #audio: LegAudio = 'silence';
  #watched: RTCRtpReceiver | undefined;
  #direction: MediaDirection = 'sendrecv';

  constructor(private readonly digit: (digit: string) => void) {}

  /** Applies a phone's offer and answers it, not wanting more than the present direction. */
  async answer(offer: string): Promise<string> {
    await this.connection.setRemoteDescription({type: 'offer', sdp: offer});
    await this.#prepare();
    await this.connection.setLocalDescription();
    return this.#whole();
  }

  async offer(direction: MediaDirection = this.#direction): Promise<string> {
    this.#direction = direction;
    if (!this.connection.getTransceivers().length) this.connection.addTransceiver('audio');
    await this.#prepare();
    await this.connection.setLocalDescription(await this.connection.createOffer());
    return this.#whole();
  }

  async accept(answer: string): Promise<void> {
    await this.connection.setRemoteDescription({type: 'answer', sdp: answer});
    await this.#prepare();
  }

  /** The phone refused the offer: back to `direction`. */
  async withdraw(direction: MediaDirection): Promise<void> {
    this.#direction = direction;
    if (this.connection.signalingState !== 'stable')
      await this.connection.setLocalDescription({type: 'rollback'});
    await this.#prepare();
  }

  get audio(): LegAudio {
    return this.#audio;
  }

  get direction(): MediaDirection {
    return this.#direction;
  }

  /** What the phone sends, once it has sent an offer or answer. */
  get received(): MediaStreamTrack | undefined {
    return this.connection.getReceivers()[0]?.track;
  }

  async play(audio: LegAudio): Promise<void> {
    this.#audio = audio;
    await this.#prepare();
  }

  close(): void {
    this.connection.close();
    this.#pump.srcObject = null;
  }

  #watch(receiver: RTCRtpReceiver): void {
    if (this.#watched) return;
    this.#watched = receiver;
    const isTelephoneEvent = (payloadType: number) =>
      telephoneEventsIn(this.connection.localDescription?.sdp ?? '').includes(String(payloadType));
    readTelephoneEvents(receiver, isTelephoneEvent, this.digit);
  }

  #listen(): void {
    const {received} = this;
    if (!received || this.#pump.srcObject) return;
    this.#pump.srcObject = new MediaStream([received]);
    this.#pump.play().catch(() => undefined);
  }

  async #prepare(): Promise<void> {
    const [transceiver] = this.connection.getTransceivers();
    if (!transceiver || this.connection.signalingState === 'closed') return;
    this.#listen();
    this.#watch(transceiver.receiver);
    if (transceiver.direction !== this.#direction) transceiver.direction = this.#direction;
    const track =
      this.#audio === 'echo' ? transceiver.receiver.track : this.#audio === 'silence' ? null : this.#audio;
    if (transceiver.sender.track !== track) await transceiver.sender.replaceTrack(track);
  }

  async #whole(): Promise<string> {
    const {connection} = this;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, gatheringTimeout);
      const check = () => {
        if (connection.iceGatheringState !== 'complete') return;
        clearTimeout(timer);
        resolve();
      };
      connection.addEventListener('icegatheringstatechange', check);
      check();
    });
    return connection.localDescription?.sdp ?? '';
  }
}
