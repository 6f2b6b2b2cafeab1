import {createCipheriv, createDecipheriv, createHash, createHmac, randomBytes} from 'node:crypto';

const prefix = 'enc:v1:';
const ivLength = 12;
const tagLength = 16;

/**
 * Encrypts short texts for the database with AES-256-GCM: `enc:v1:<key id>:<iv, tag and ciphertext>`.
 * The purpose is authenticated: a PIN's ciphertext cannot be passed off as a password's.
 */
export class Vault {
  readonly #keys = new Map<string, Uint8Array>();
  readonly #current: string;

  /** `keys`: the first encrypts, all decrypt. */
  constructor(keys: readonly [Uint8Array, ...Uint8Array[]]) {
    for (const key of keys) this.#keys.set(idOf(key), key);
    this.#current = idOf(keys[0]);
  }

  seal(text: string, purpose: string): string {
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv('aes-256-gcm', this.#keys.get(this.#current)!, iv);
    cipher.setAAD(Buffer.from(purpose));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${prefix}${this.#current}:${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /** Whether `text` is sealed, and by the key that is in use: what is not should be sealed anew. */
  isCurrent(text: string): boolean {
    return text.startsWith(`${prefix}${this.#current}:`);
  }

  /** Eight letters that equal texts have in common and that tell nothing of them without the key. They change with the key. */
  fingerprint(text: string, purpose: string): string {
    return createHmac('sha256', this.#keys.get(this.#current)!)
      .update(`${purpose}:${text}`)
      .digest('hex')
      .slice(0, 8);
  }

  /** The text within, or `text` itself when it is not sealed. Throws when no key opens it. */
  open(text: string, purpose: string): string {
    if (!text.startsWith(prefix)) return text;
    const [id = '', sealed = ''] = text.slice(prefix.length).split(':');
    const key = this.#keys.get(id);
    if (!key)
      throw new Error(`A value in the database was encrypted with a key that is not configured (${id}).`);
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivLength), {
      authTagLength: tagLength,
    });
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength));
    return Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]).toString(
      'utf8',
    );
  }
}

/** Tells keys apart without giving any of them away. */
function idOf(key: Uint8Array): string {
  return createHash('sha256').update('key id').update(key).digest('hex').slice(0, 8);
}
