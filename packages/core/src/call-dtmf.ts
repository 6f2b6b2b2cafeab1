import type {OperationOptions} from './abort.js';
import {InfoToneSender} from './dtmf-info.js';
import {RtpToneSender} from './dtmf-rtp.js';
import {DtmfQueue, type ToneSender, type ToneTiming} from './dtmf.js';
import type {SipSession} from './engine/engine.js';
import {SidetoneError} from './errors.js';
import {offersTelephoneEvent} from './sdp.js';

export interface DtmfOptions extends ToneTiming {
  /** `rtp` is RFC 4733, `info` SIP INFO. Default: `rtp` where the far side offers telephone-event, else `info`. */
  method?: 'rtp' | 'info';
}

/** The digits of one call: in order, by the means that the far side understands. */
export class CallDtmf {
  #defaults: DtmfOptions;
  readonly #queue: DtmfQueue;

  constructor(defaults: DtmfOptions, onDigit: (digit: string) => void) {
    this.#defaults = defaults;
    this.#queue = new DtmfQueue(onDigit);
  }

  /** This call's own way, before that of the phone. */
  prefer(options: DtmfOptions): void {
    this.#defaults = {...this.#defaults, ...options};
  }

  /** Rejects with `dtmf-invalid`, `dtmf-unavailable` or `aborted`. */
  async send(
    tones: string,
    call: {connection: RTCPeerConnection; session: SipSession},
    options: DtmfOptions & OperationOptions = {},
  ): Promise<void> {
    const {method, ...rest} = {...this.#defaults, ...options};
    await this.#queue.enqueue(tones, {...rest, sender: toneSender(method, call)});
  }

  /** Runs a re-INVITE between two digits. */
  between(act: () => Promise<void>): Promise<void> {
    return this.#queue.between(act);
  }

  close(): void {
    this.#queue.close();
  }
}

function toneSender(
  method: DtmfOptions['method'],
  {connection, session}: {connection: RTCPeerConnection; session: SipSession},
): ToneSender {
  const sender = connection.getSenders()[0];
  const offered = offersTelephoneEvent(connection.remoteDescription?.sdp ?? '');
  if (method === 'info' || (!method && !offered))
    return new InfoToneSender((type, body) => session.info(type, body));
  if (!sender?.dtmf || !offered) {
    throw new SidetoneError('dtmf-unavailable', {detail: 'the far side offers no telephone-event'});
  }
  return new RtpToneSender(sender, connection);
}
