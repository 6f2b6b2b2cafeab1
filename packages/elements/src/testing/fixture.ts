import {html, render, type TemplateResult} from 'lit';
import {afterEach} from 'vitest';
import '../define/provider.js';
import type {SidetoneProvider} from '../provider/provider.js';
import {fakePhone, type FakePhone} from './fake-phone.js';
import {settled} from './settled.js';

const mounted = new Set<HTMLElement>();

afterEach(() => {
  for (const place of mounted) place.remove();
  mounted.clear();
});

export interface Fixture<E extends HTMLElement> extends FakePhone {
  element: E;
  provider: SidetoneProvider;
}

/** Renders a template into the page; it is taken out after the test. Resolves with its first element, rendered. */
export async function mount<E extends HTMLElement>(template: TemplateResult): Promise<E> {
  const place = document.createElement('div');
  mounted.add(place);
  document.body.append(place);
  render(template, place);
  const element = place.firstElementChild as E;
  await settled(place);
  return element;
}

/** The same inside a provider whose phone is made of fakes. */
export async function fixture<E extends HTMLElement>(
  template: TemplateResult,
  fake: FakePhone = fakePhone(),
): Promise<Fixture<E>> {
  const provider = await mount<SidetoneProvider>(
    html`<sidetone-provider .phone=${fake.phone}>${template}</sidetone-provider>`,
  );
  return {...fake, provider, element: provider.firstElementChild as E};
}
