import type {CallCause, CallStatus, SidetoneError} from '@sidetone/core';
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {formatDuration} from './duration.js';
import {loadTexts, matchLanguage, textsNow} from './languages.js';
import {languageOf, watchLanguage} from './page-language.js';
import {en, type Texts} from './texts/en.js';

/**
 * Speaks the language of the place where the host stands, and renders the host again when that changes. Two
 * elements on one page may speak two languages. English until another language's texts have been fetched.
 */
export class LocalizeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #language = '';
  #locale = 'en';
  #texts: Texts = en;
  #life: AbortController | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** All texts of the language. */
  get texts(): Texts {
    return this.#texts;
  }

  /** For Intl: `de-CH`. */
  get locale(): string {
    return this.#locale;
  }

  hostConnected(): void {
    this.#life = new AbortController();
    watchLanguage(this.#host, () => this.#follow(), this.#life.signal);
    this.#follow();
  }

  hostDisconnected(): void {
    this.#life?.abort();
  }

  number(value: number, options?: Intl.NumberFormatOptions): string {
    return new Intl.NumberFormat(this.#locale, options).format(value);
  }

  /** `12:05`; `ms` is the length. */
  duration(ms: number): string {
    return formatDuration(ms, this.#locale);
  }

  status(status: CallStatus): string {
    return this.#texts.callStatus[status];
  }

  cause(cause: CallCause): string {
    return this.#texts.callCause[cause];
  }

  /** What went wrong and what to do. The details, which are in English, are left to English. */
  error(error: SidetoneError): string {
    return this.#texts === en ? error.message : (this.#texts.errors[error.code] ?? error.message);
  }

  #follow(): void {
    const {language, locale} = matchLanguage(languageOf(this.#host));
    if (language === this.#language && locale === this.#locale) return;
    this.#language = language;
    this.#locale = locale;
    const ready = textsNow(language);
    if (ready) this.#use(ready);
    else void this.#load(language);
  }

  async #load(language: string): Promise<void> {
    const texts = await loadTexts(language);
    if (language === this.#language) this.#use(texts);
  }

  #use(texts: Texts): void {
    this.#texts = texts;
    this.#host.requestUpdate();
  }
}
