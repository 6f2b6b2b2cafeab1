import type {RealtimeRow} from './rows.js';

interface Answer {
  rows: readonly RealtimeRow[];
  /** ms. */
  at: number;
}

interface LastAnswersOptions {
  /** ms for which an answer may be repeated. */
  life: number;
  clock: () => number;
  /** So many are kept: those that were asked for last. */
  maximum?: number;
}

/** What was answered last: said again while the database is away, so that phones stay registered and can call. */
export class LastAnswers {
  readonly #answers = new Map<string, Answer>();
  readonly #options: Required<LastAnswersOptions>;

  constructor(options: LastAnswersOptions) {
    this.#options = {maximum: 20_000, ...options};
  }

  /** No rows are nothing to keep: names that nobody has must not push out those that somebody has. */
  keep(question: string, rows: readonly RealtimeRow[]): void {
    // A map remembers the order in which its keys came.
    this.#answers.delete(question);
    if (!rows.length) return;
    this.#answers.set(question, {rows, at: this.#options.clock()});
    if (this.#answers.size <= this.#options.maximum) return;
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined) this.#answers.delete(oldest);
  }

  recall(question: string): readonly RealtimeRow[] | undefined {
    const answer = this.#answers.get(question);
    if (!answer || this.#options.clock() - answer.at > this.#options.life) return undefined;
    return answer.rows;
  }
}
