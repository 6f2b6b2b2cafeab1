import {Patience} from '@sidetone/core/engine-kit';
import {
  RegisterUserAgentClient,
  TransactionState,
  type IncomingResponseMessage,
  type OutgoingRequestDelegate,
  type OutgoingRequestMessage,
  type UserAgentCore,
} from 'sip.js/lib/core/index.js';

/** A REGISTER that is given up when no answer comes. SIP.js tells its delegate nothing of a challenge that it takes up. */
export class PatientRegister extends RegisterUserAgentClient {
  readonly #patience = new Patience(() => {
    this.dispose();
    this.onRequestTimeout();
  });

  constructor(core: UserAgentCore, message: OutgoingRequestMessage, delegate: OutgoingRequestDelegate) {
    super(core, message, delegate);
    this.#patience.restart();
  }

  override dispose(): void {
    this.#patience.stop();
    super.dispose();
  }

  protected override receiveResponse(message: IncomingResponseMessage): void {
    this.#patience.restart();
    super.receiveResponse(message);
    // After a challenge it is the next transaction.
    if (this.transaction.state === TransactionState.Completed) this.#patience.stop();
  }
}
