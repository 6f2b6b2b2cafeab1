const digits = '0123456789*#ABCD';

/** Runs in a worker: lets every frame pass and shows those that are as short as an event to the page. */
const watcher = `
onrtctransform = ({transformer}) => {
  const {port} = transformer.options;
  const watch = new TransformStream({
    transform(frame, controller) {
      if (frame.data.byteLength === 4) {
        const {payloadType, rtpTimestamp} = frame.getMetadata();
        port.postMessage({payloadType, rtpTimestamp, event: new Uint8Array(frame.data)[0]});
      }
      controller.enqueue(frame);
    },
  });
  transformer.readable.pipeThrough(watch).pipeTo(transformer.writable).catch(() => undefined);
};`;

interface Frame {
  payloadType: number;
  /** The same in all packets of one event. */
  rtpTimestamp: number;
  event: number;
}

let worker: Worker | undefined;

/**
 * Tells the digits that come by RTP (RFC 4733), which a page cannot read otherwise. Has to be called before the
 * first packet arrives. Does nothing in a browser without encoded transforms.
 */
export function readTelephoneEvents(
  receiver: RTCRtpReceiver,
  isTelephoneEvent: (payloadType: number) => boolean,
  heard: (digit: string) => void,
): void {
  if (!('RTCRtpScriptTransform' in globalThis)) return;
  const {port1, port2} = new MessageChannel();
  const dialled = new DigitFrames(heard);
  port1.onmessage = ({data}: MessageEvent<Frame>) => {
    if (isTelephoneEvent(data.payloadType)) dialled.add(data);
  };
  receiver.track.addEventListener('ended', () => port1.close());
  receiver.transform = new RTCRtpScriptTransform(theWorker(), {port: port2}, [port2]);
}

/** One digit for all packets of one event: each is sent several times, against loss. */
export class DigitFrames {
  #last: number | undefined;

  constructor(private readonly heard: (digit: string) => void) {}

  add({rtpTimestamp, event}: Pick<Frame, 'rtpTimestamp' | 'event'>): void {
    if (rtpTimestamp === this.#last) return;
    this.#last = rtpTimestamp;
    const digit = digits[event];
    if (digit !== undefined) this.heard(digit);
  }
}

function theWorker(): Worker {
  worker ??= new Worker(URL.createObjectURL(new Blob([watcher], {type: 'text/javascript'})));
  return worker;
}
