/** A random token for tags, branches and nonces. */
export function token(length = 10): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}

/** A Via branch (RFC 3261 8.1.1.7). */
export function branch(): string {
  return `z9hG4bK${token(12)}`;
}
