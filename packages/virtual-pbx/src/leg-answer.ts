import {contactHeader, rewritten, sdpHeaders, type Headers, type LegCore} from './leg-core.js';
import type {LegAudio} from './leg-media.js';
import type {ReplyOptions, ServerTransaction} from './transactions.js';

/** The INVITE of a phone that calls, and what it is answered with (RFC 3261 13.3). */
export class LegAnswer {
  #sdp: string | undefined;

  constructor(
    private readonly leg: LegCore,
    private readonly transaction: ServerTransaction,
  ) {}

  /** The branch of the INVITE while it has no final response. */
  get branch(): string | undefined {
    return this.transaction.done ? undefined : this.transaction.branch;
  }

  progress(code: number, options: ReplyOptions = {}): void {
    if (this.leg.state === 'ended') return;
    this.transaction.reply(code, {
      ...options,
      headers: [...contactHeader(this.leg), ...(options.headers ?? [])],
    });
    if (code > 100) this.leg.become('ringing');
  }

  /** 183 with SDP. */
  async early(audio: LegAudio): Promise<void> {
    const body = await this.#describe(audio);
    if (body) this.progress(183, {headers: sdpHeaders, body});
  }

  /** 200 with SDP. */
  async accept(audio: LegAudio): Promise<void> {
    const body = await this.#describe(audio);
    if (!body || this.leg.state === 'ended') return;
    this.transaction.reply(200, {headers: [...sdpHeaders, ...contactHeader(this.leg)], body});
  }

  refuse(code: number, options: ReplyOptions = {}): void {
    this.transaction.reply(code, options);
    this.leg.end();
  }

  /** 480, or BYE once there is an ACK: before it must be none (RFC 3261 15). */
  hangup(headers: Headers, bye: () => void): void {
    if (this.transaction.done) void this.leg.reached('established').then(bye);
    else this.refuse(480, {headers});
  }

  /** The answer to the phone's offer; an offer that cannot be used is refused, and there is none. */
  async #describe(audio: LegAudio): Promise<string | undefined> {
    const {media} = this.leg;
    await media.play(audio);
    try {
      this.#sdp ??= await media.answer(this.transaction.request.body);
    } catch {
      this.refuse(488);
      return undefined;
    }
    return rewritten(this.leg, this.#sdp);
  }
}
