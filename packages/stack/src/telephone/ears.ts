const sampleRate = 48_000;
/** Samples looked at together: 100 ms. */
const stretch = sampleRate / 10;

interface Waiter {
  holds: () => boolean;
  resolve: () => void;
}

/** What a telephone hears: which tones, and whether anybody speaks. */
export class Ears {
  readonly #samples = new Int16Array(stretch);
  #at = 0;
  #heardAt = 0;
  readonly #waiters = new Set<Waiter>();

  hear(bytes: Buffer): void {
    for (let offset = 0; offset + 1 < bytes.length; offset += 2) {
      this.#samples[this.#at] = bytes.readInt16LE(offset);
      this.#at = (this.#at + 1) % stretch;
    }
    this.#heardAt = performance.now();
    this.#look();
  }

  /** Root mean square of the last 100 ms, 1 is full scale. Nothing comes at all while nobody speaks. */
  get loudness(): number {
    if (performance.now() - this.#heardAt > 300) return 0;
    const sum = this.#samples.reduce((total, sample) => total + sample * sample, 0);
    return Math.sqrt(sum / stretch) / 32_768;
  }

  /** How much of a tone is in the last 100 ms, by Goertzel: 1 is a full-scale sine. */
  level(frequency: number): number {
    const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
    let [first, second] = [0, 0];
    for (let index = 0; index < stretch; index++) {
      const sample = this.#samples[(this.#at + index) % stretch] ?? 0;
      [first, second] = [sample + coefficient * first - second, first];
    }
    const power = first * first + second * second - coefficient * first * second;
    return (2 * Math.sqrt(Math.max(0, power))) / stretch / 32_768;
  }

  hears(frequency: number): Promise<void> {
    return this.#until(() => this.level(frequency) > 0.03, `${frequency} Hz are heard`);
  }

  hearsSpeech(): Promise<void> {
    return this.#until(() => this.loudness > 0.01, 'somebody speaks');
  }

  hearsSilence(): Promise<void> {
    return this.#until(() => this.loudness < 0.002, 'it is silent');
  }

  #until(holds: () => boolean, what: string, timeout = 30_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = setInterval(() => this.#look(), 50);
      const timer = setTimeout(() => {
        clearInterval(look);
        this.#waiters.delete(waiter);
        reject(new Error(`Within ${timeout} ms it did not happen that ${what}.`));
      }, timeout);
      const waiter = {
        holds,
        resolve: () => {
          clearInterval(look);
          clearTimeout(timer);
          resolve();
        },
      };
      this.#waiters.add(waiter);
    });
  }

  #look(): void {
    for (const waiter of [...this.#waiters]) {
      if (!waiter.holds()) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}
