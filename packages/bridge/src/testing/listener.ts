import {sampleRate} from '../audio/format.js';

/** Samples looked at together: 100 ms. */
const stretch = sampleRate / 10;

interface Waiter {
  holds: () => boolean;
  resolve: () => void;
}

/** Ears of a test: tells which tones are in what it hears. */
export class Listener {
  readonly #samples = new Int16Array(stretch);
  #at = 0;
  #heard = 0;
  readonly #waiters = new Set<Waiter>();

  hear(samples: Int16Array): void {
    for (const sample of samples) {
      this.#samples[this.#at] = sample;
      this.#at = (this.#at + 1) % stretch;
    }
    this.#heard += samples.length;
    for (const waiter of [...this.#waiters]) {
      if (!waiter.holds()) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** Samples heard so far. */
  get heard(): number {
    return this.#heard;
  }

  /** The part of the last 100 ms that a tone makes up: 0 to 1, where 1 is a full-scale sine. By Goertzel's algorithm. */
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

  /** Resolves when a tone is heard clearly. */
  hears(frequency: number, minimum = 0.05): Promise<void> {
    return this.#until(() => this.level(frequency) > minimum, `${frequency} Hz are heard`);
  }

  /** Resolves when sound arrives, and a tone is not in it. */
  hearsNo(frequency: number, maximum = 0.005): Promise<void> {
    const from = this.#heard + stretch;
    const holds = () => this.#heard >= from && this.level(frequency) < maximum;
    return this.#until(holds, `${frequency} Hz are gone`);
  }

  #until(holds: () => boolean, what: string, timeout = 30_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter = {
        holds,
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`Within ${timeout} ms it did not happen that ${what}.`));
      }, timeout);
      this.#waiters.add(waiter);
    });
  }
}
