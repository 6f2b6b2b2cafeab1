import {LitElement} from 'lit';
import {property, state} from 'lit/decorators.js';

/** A field of a form: its value is submitted, restored, reset and validated with the form's own fields. */
export abstract class FormField extends LitElement {
  static readonly formAssociated = true;

  /** What is going to be dialled. */
  @property() value = '';
  /** Under which name a form submits the value. */
  @property({reflect: true}) name = '';
  /** A form needs a value. */
  @property({type: Boolean, reflect: true}) required = false;
  /** Keys and field do nothing while set. */
  @property({type: Boolean, reflect: true}) disabled = false;

  @state() private formDisabled = false;
  protected readonly internals = this.attachInternals();

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  get validity(): ValidityState {
    return this.internals.validity;
  }

  get validationMessage(): string {
    return this.internals.validationMessage;
  }

  /** By itself or with its form. */
  protected get off(): boolean {
    return this.disabled || this.formDisabled;
  }

  checkValidity(): boolean {
    return this.internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.internals.reportValidity();
  }

  formResetCallback(): void {
    this.value = this.getAttribute('value') ?? '';
  }

  formStateRestoreCallback(value: string | File | FormData | null): void {
    if (typeof value === 'string') this.value = value;
  }

  formDisabledCallback(disabled: boolean): void {
    this.formDisabled = disabled;
  }
}
