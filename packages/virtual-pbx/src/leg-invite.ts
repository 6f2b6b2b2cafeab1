import {sdpHeaders, type Headers, type LegCore} from './leg-core.js';
import type {LegAudio} from './leg-media.js';
import {Dialog} from './sip/dialog.js';
import {cseqOf, type SipRequest, type SipResponse} from './sip/message.js';
import {directionOf} from './sip/sdp.js';

/** The INVITE with which the PBX calls a phone (RFC 3261 13.2). */
export class LegInvite {
  /** The phone's refusal. */
  refusal: SipResponse | undefined;
  #sent = false;

  constructor(
    private readonly leg: LegCore,
    private readonly request: SipRequest,
    /** The phone makes the offer (RFC 3261 13.2.1). */
    private readonly offerless: boolean,
  ) {}

  async send(audio: LegAudio): Promise<void> {
    const {leg, request} = this;
    await leg.media.play(audio);
    if (!this.offerless) {
      request.body = await leg.media.offer();
      if (leg.state === 'ended') return;
      for (const [name, value] of sdpHeaders) request.headers.set(name, value);
    }
    this.#sent = true;
    leg.transport.send(request, (response) => void this.#answered(response));
  }

  /** CANCEL; what has not been sent yet is not sent at all. */
  cancel(headers: Headers): void {
    if (this.#sent) this.leg.transport.cancel(this.request, headers);
    else this.leg.end();
  }

  async #answered(response: SipResponse): Promise<void> {
    const {leg, request} = this;
    if (response.status < 200) {
      if (response.status > 100) leg.become('ringing');
      return;
    }
    if (response.status >= 300) {
      this.refusal = response;
      return leg.end();
    }
    const dialog = (leg.dialog = Dialog.fromResponse(request, response));
    leg.remoteDirection = directionOf(response.body);
    const body = this.offerless ? await leg.media.answer(response.body) : '';
    if (!this.offerless) await leg.media.accept(response.body);
    const sequence = cseqOf(request).number;
    leg.transport.acknowledge(dialog.request('ACK', {sequence, body, headers: body ? sdpHeaders : []}));
    if (leg.state === 'ended') leg.transport.send(dialog.request('BYE'), () => undefined);
    else leg.become('established');
  }
}
