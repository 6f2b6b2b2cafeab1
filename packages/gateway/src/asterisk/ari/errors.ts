/** A request that Asterisk refused or did not answer. `status` is the HTTP status, 0 when there was no answer. */
export class AriError extends Error {
  override readonly name = 'AriError';
  constructor(
    readonly status: number,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : {cause});
  }

  /** Nothing of this id, or no longer in our hands: it ended, or left the application. */
  get gone(): boolean {
    return this.status === 404 || this.status === 409 || this.status === 412;
  }

  /** It may go well the next time: there was no answer, or Asterisk could not. */
  get failed(): boolean {
    return this.status === 0 || this.status >= 500;
  }

  /** The channel is there, and not in an application: no longer, or not yet. */
  get entering(): boolean {
    return this.status === 409 && this.message.includes('not in Stasis');
  }
}

/** Settles like `promise`, but an object of Asterisk that is gone gives `undefined`. */
export async function unlessGone<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof AriError && error.gone) return undefined;
    throw error;
  }
}
