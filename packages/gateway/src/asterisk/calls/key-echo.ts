/** No two presses of a key end closer together, ms: a tone lasts 40 and the silence after it 30 at least (ITU-T Q.24). */
const shortestPress = 70;

/**
 * Tells the presses of one phone's keys from their echoes: an Asterisk that waits for a processor reports one
 * RFC 4733 event as two digits, the second up to 46 ms after the first.
 */
export class KeyEcho {
  #key = '';
  #endedAt = -Infinity;

  /**
   * Takes in a digit. `endedAt`: ms, by the clock of Asterisk, which sets it; ours would take digits that come late for
   * one. What ended before the last one is told again.
   */
  isEcho(key: string, endedAt: number): boolean {
    if (endedAt < this.#endedAt) return true;
    if (key === this.#key && endedAt - this.#endedAt < shortestPress) return true;
    this.#key = key;
    this.#endedAt = endedAt;
    return false;
  }
}
