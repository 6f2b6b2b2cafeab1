import {html, nothing, type TemplateResult} from 'lit';
import {live} from 'lit/directives/live.js';
import {ref} from 'lit/directives/ref.js';
import {icon} from '../icons/icons.js';
import type {Texts} from '../localize/texts/en.js';

export interface EntryField {
  texts: Texts['dialpad'];
  value: string;
  /** Why it cannot be dialled, in words; they are shown under `id="problem"`. */
  problem: string | undefined;
  required: boolean;
  disabled: boolean;
  typed: (event: Event) => void;
  completed: () => void;
  /** Listens to the button that deletes. */
  backspace: (button: Element | undefined) => void;
}

/** The field for what is going to be dialled. */
export function dialField(field: EntryField): TemplateResult {
  const {texts, value, problem, disabled} = field;
  return html`<div class="entry ${problem ? 'invalid' : ''}">
    <input
      part="field"
      type="text"
      dir="auto"
      inputmode="tel"
      enterkeyhint="go"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      maxlength="256"
      aria-label=${texts.field}
      aria-invalid=${problem ? 'true' : 'false'}
      aria-describedby=${problem ? 'problem' : nothing}
      placeholder=${texts.placeholder}
      .value=${live(value)}
      ?disabled=${disabled}
      ?required=${field.required}
      @input=${field.typed}
      @change=${field.completed}
    />
    <button
      ${ref(field.backspace)}
      type="button"
      class="button plain icon-only backspace"
      part="backspace"
      aria-label=${texts.backspace}
      aria-description=${texts.backspaceHint}
      ?data-empty=${!value}
      ?disabled=${disabled || !value}
    >
      ${icon('backspace')}
    </button>
  </div>`;
}

/** In a call: the digits that were sent. It still takes typing and pasting. */
export function sentField(texts: Texts['dialpad'], sent: string, disabled: boolean): TemplateResult {
  return html`<div class="entry">
    <input
      part="field"
      type="text"
      inputmode="none"
      readonly
      dir="ltr"
      aria-label=${texts.fieldInCall}
      placeholder=${texts.fieldInCall}
      .value=${live(sent)}
      ?disabled=${disabled}
    />
  </div>`;
}
