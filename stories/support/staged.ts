import type {Phone, PhoneOptions} from '@sidetone/core';
import {html, type TemplateResult} from 'lit';
import {until} from 'lit/directives/until.js';
import {fakePhone, type FakePhone} from '../../packages/elements/src/testing/fake-phone.js';

/**
 * A story inside a provider whose phone is made of fakes: `act` plays the far side until the state that the
 * story shows is reached.
 */
export function staged(
  story: (phone: Phone) => TemplateResult,
  act: (fake: FakePhone) => unknown = () => {},
  options: Partial<PhoneOptions> = {},
): TemplateResult {
  const fake = fakePhone(options);
  const page = html`<sidetone-provider .phone=${fake.phone}>${story(fake.phone)}</sidetone-provider>`;
  return html`${until(Promise.resolve(act(fake)).then(() => page))}`;
}

/** The first element of this tag, once it is there and rendered. */
export async function shown<Tag extends keyof HTMLElementTagNameMap>(
  canvas: HTMLElement,
  tag: Tag,
): Promise<HTMLElementTagNameMap[Tag]> {
  for (;;) {
    const element = canvas.querySelector(tag);
    if (element?.shadowRoot?.childElementCount) return element;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
