/** 12 random characters, fit for Call-IDs, hosts and users. */
export function randomToken(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
