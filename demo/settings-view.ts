import {html} from 'lit';
import {addressOf, engines, themes, type Settings} from './settings.js';
import {languages, type DemoTexts, type Language} from './texts.js';

interface Choice<T extends string> {
  label: string;
  value: T;
  choices: readonly (readonly [value: T, name: string])[];
  choose: (value: T) => void;
}

/** Who, with which engine, in which language and light. */
export function settingsView(
  settings: Settings,
  people: Readonly<Record<string, {displayName: string}>>,
  texts: DemoTexts,
  change: (changes: Partial<Settings>) => void,
  page?: string,
) {
  const entries = <T extends string>(names: Record<T, string>) => Object.entries(names) as [T, string][];
  return html`
    ${select({
      label: texts.user,
      value: settings.as,
      choices: Object.entries(people).map(([name, {displayName}]) => [name, displayName] as const),
      choose: (as) => location.assign(addressOf({...settings, as}, page)),
    })}
    ${select({
      label: texts.engine,
      value: settings.engine,
      choices: entries(engines),
      choose: (engine) => change({engine}),
    })}
    ${select({
      label: texts.language,
      value: settings.lang,
      choices: (Object.keys(languages) as Language[]).map((lang) => [lang, languages[lang].name] as const),
      choose: (lang) => change({lang, dir: languages[lang].dir}),
    })}
    ${select({
      label: texts.theme,
      value: settings.theme,
      choices: themes.map((theme) => [theme, texts.themes[theme]] as const),
      choose: (theme) => change({theme}),
    })}
    <button
      class="direction"
      type="button"
      aria-pressed=${settings.dir === 'rtl'}
      title=${texts.direction}
      aria-label=${texts.direction}
      @click=${() => change({dir: settings.dir === 'rtl' ? 'ltr' : 'rtl'})}
    >
      <span aria-hidden="true">⇄</span>
    </button>
  `;
}

function select<T extends string>({label, value, choices, choose}: Choice<T>) {
  const changed = (event: Event) => choose((event.target as HTMLSelectElement).value as T);
  return html`<label>
    <span>${label}</span>
    <select @change=${changed}>
      ${choices.map(([each, name]) => html`<option value=${each} ?selected=${each === value}>${name}</option>`)}
    </select>
  </label>`;
}
