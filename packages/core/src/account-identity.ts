import {
  ownCredentials,
  type AccountOptions,
  type FetchedCredentials,
  type Permissions,
} from './account-options.js';
import {SidetoneError} from './errors.js';

/** Fresh credentials are asked for this long before the old ones expire, in ms, or at half their life when that is shorter. */
const renewAhead = 60_000;
/** Between two attempts to renew, in ms. */
const renewPause = 2_000;

/** Who an account is at its servers: what its options say, or a provider, who is asked anew ahead of each expiry. */
export class AccountIdentity {
  readonly #source: AccountOptions['credentials'];
  readonly #own: FetchedCredentials | undefined;
  readonly #due: () => void;
  readonly #life = new AbortController();
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #expiring = false;
  #permissions: Permissions = {register: true, call: true, beCalled: true};

  /** `due` is called when the time has come to {@link get} fresh credentials. Throws `configuration-invalid`. */
  constructor(options: AccountOptions, due: () => void) {
    this.#source = options.credentials;
    this.#own = options.credentials ? undefined : ownCredentials(options);
    this.#due = due;
  }

  /** Empty until fetched when it comes from a provider. */
  get aor(): string {
    return this.#own?.aor ?? '';
  }

  get permissions(): Permissions {
    return this.#permissions;
  }

  /** They expire: a server that refuses them may not have heard of them yet. */
  get expiring(): boolean {
    return this.#expiring;
  }

  /** Rejects with `credentials-unavailable`. */
  async get(): Promise<FetchedCredentials> {
    if (this.#own) return this.#own;
    const fetched = await this.#source!.get({signal: this.#life.signal}).catch((error: unknown) => {
      throw SidetoneError.from(error, 'credentials-unavailable');
    });
    this.#expiring = Boolean(fetched.expiresAt);
    if (fetched.permissions) this.#permissions = fetched.permissions;
    clearTimeout(this.#renewal);
    if (fetched.expiresAt) {
      const life = Date.parse(fetched.expiresAt) - Date.now();
      this.#renewAfter(Math.max(1_000, life - Math.min(renewAhead, life / 2)));
    }
    return fetched;
  }

  /** They could not be had: they are due again after a pause. */
  postpone(): void {
    this.#renewAfter(renewPause);
  }

  close(): void {
    clearTimeout(this.#renewal);
    this.#life.abort();
  }

  #renewAfter(ms: number): void {
    clearTimeout(this.#renewal);
    this.#renewal = setTimeout(this.#due, ms);
  }
}
