import {
  GatewayFailure,
  SidetoneError,
  type DialOutOptions,
  type ErrorCode,
  type GatewayClient,
} from '@sidetone/core';
import {isEntry, type CallEntry} from './entry.js';
import type {ControlRequest} from './leg.js';

/** Where a call goes that the server shall bring into the room. */
export interface Lane {
  /** What to transfer the call to. */
  target: string;
  /** The id of its leg. */
  callid: string;
}

const dialOutCodes: Record<string, ErrorCode> = {
  'number-invalid': 'dial-target-invalid',
  forbidden: 'dial-out-unavailable',
  'dial-out-off': 'dial-out-unavailable',
};

/** The gateway's API of phones in one room. */
export class RoomCalls {
  constructor(
    private readonly gateway: GatewayClient,
    private readonly room: string,
  ) {}

  /** Rejects with `dial-out-refused`, `dial-out-unavailable` or `dial-target-invalid`. */
  async dialOut(to: string, {name, endsWithMe, signal}: DialOutOptions): Promise<CallEntry> {
    const body = {to, ...(name !== undefined && {name}), ...(endsWithMe && {endsWithOwner: true})};
    const answer = await this.gateway
      .request('POST', this.#path('calls'), {body, signal})
      .catch((error: unknown) => {
        throw refusal(error, (failure) => dialOutCodes[failure.code] ?? 'dial-out-refused');
      });
    return entry(answer, 'dial-out-refused');
  }

  /** Rejects with `leg-refused` or `aborted`. */
  async control(callId: string, what: string, request: ControlRequest): Promise<CallEntry> {
    const path = `v1/calls/${encodeURIComponent(callId)}/${what}`;
    const answer = await this.gateway.request('POST', path, request).catch((error: unknown) => {
      throw refusal(error, () => 'leg-refused');
    });
    return entry(answer, 'leg-refused');
  }

  /** A way for one call into the room, by the server. Rejects with `bring-in-failed`. */
  async lane(signal?: AbortSignal): Promise<Lane> {
    const answer = await this.gateway
      .request('POST', this.#path('lanes'), {signal})
      .catch((error: unknown) => {
        throw refusal(error, () => 'bring-in-failed');
      });
    const {target, callid} = (answer ?? {}) as Partial<Lane>;
    if (typeof target === 'string' && typeof callid === 'string') return {target, callid};
    throw new SidetoneError('bring-in-failed', {detail: 'the gateway did not say where to'});
  }

  #path(rest: string): string {
    return `v1/rooms/${encodeURIComponent(this.room)}/${rest}`;
  }
}

function entry(answer: unknown, code: ErrorCode): CallEntry {
  if (isEntry(answer)) return answer;
  throw new SidetoneError(code, {detail: 'what answered is not a gateway'});
}

function refusal(error: unknown, codeOf: (failure: GatewayFailure) => ErrorCode): unknown {
  if (!(error instanceof GatewayFailure)) return SidetoneError.from(error, 'aborted');
  return new SidetoneError(codeOf(error), {cause: error, detail: error.message});
}
