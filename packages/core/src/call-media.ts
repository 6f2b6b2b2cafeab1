import type {AudioLine, PhoneAudio} from './audio/audio.js';
import {withDtmfClock} from './dtmf-clock.js';

/**
 * What one call sends and hears: the peer connection and its line. The track is taken out of the sender
 * while the call is held, so that nothing at all is sent. Dispatches `change` when the far side's stream
 * came, or when media were interrupted or flow again.
 */
export class CallMedia extends EventTarget {
  readonly connection: RTCPeerConnection;
  readonly line: AudioLine;
  #remoteStream: MediaStream | undefined;
  #sending = true;
  readonly #life = new AbortController();

  /** Captures the microphone; rejects with its `microphone-…` error, and then nothing is left open. */
  static async open(
    audio: PhoneAudio,
    createConnection: () => RTCPeerConnection,
    signal: AbortSignal,
  ): Promise<CallMedia> {
    const line = await audio.openLine({signal});
    try {
      signal.throwIfAborted();
      return new CallMedia(withDtmfClock(createConnection()), line);
    } catch (error) {
      line.close();
      throw error;
    }
  }

  private constructor(connection: RTCPeerConnection, line: AudioLine) {
    super();
    this.connection = connection;
    this.line = line;
    const {signal} = this.#life;
    const sender = connection.addTrack(line.track);
    line.addEventListener('track', () => void this.#put(sender), {signal});
    connection.addEventListener(
      'track',
      ({track, streams}) => this.#hear(streams[0] ?? new MediaStream([track])),
      {
        signal,
      },
    );
    connection.addEventListener('iceconnectionstatechange', () => this.dispatchEvent(new Event('change')), {
      signal,
    });
  }

  /** The far side, once its first description was applied: also early media. */
  get remoteStream(): MediaStream | undefined {
    return this.#remoteStream;
  }

  /** ICE has lost the far side for the moment. */
  get interrupted(): boolean {
    const state = this.connection.iceConnectionState;
    return state === 'disconnected' || state === 'failed';
  }

  get sender(): RTCRtpSender | undefined {
    return this.connection.getSenders()[0];
  }

  /** While held nothing is sent, and nothing of the far side is played. */
  async setHeld(held: boolean): Promise<void> {
    this.#sending = !held;
    this.line.setAudible(!held);
    if (this.sender) await this.#put(this.sender);
  }

  close(): void {
    this.#life.abort();
    this.connection.close();
    this.line.close();
  }

  async #put(sender: RTCRtpSender): Promise<void> {
    if (!this.#life.signal.aborted) await sender.replaceTrack(this.#sending ? this.line.track : null);
  }

  #hear(stream: MediaStream): void {
    this.#remoteStream = stream;
    this.line.attach(stream);
    this.dispatchEvent(new Event('change'));
  }
}
