/** No two presses of a key end closer together, ms: a tone lasts 40 and the silence after it 30 at least (ITU-T Q.24). */
const shortestPress = 70;

/**
 * Tells the presses of one phone's keys from their echoes: an Asterisk that waits for a processor reports one
 * RFC 4733 event as two digits, the second up to 46 ms after the first.
 */
export class KeyEcho {
  /** Keys that ended in the ms of the last one: what a starved Asterisk reads in a heap. */
  #keys = '';
  #endedAt = -Infinity;

  /**
   * Takes in a digit. `endedAt`: ms, by the clock of Asterisk, which sets it; ours would take digits that come late for
   * one. What ended before the last one, or with it, is told again.
   */
  isEcho(key: string, endedAt: number): boolean {
    if (endedAt < this.#endedAt) return true;
    if (endedAt === this.#endedAt) {
      if (this.#keys.includes(key)) return true;
      this.#keys += key;
      return false;
    }
    if (key === this.#keys.at(-1) && endedAt - this.#endedAt < shortestPress) return true;
    this.#keys = key;
    this.#endedAt = endedAt;
    return false;
  }
}
