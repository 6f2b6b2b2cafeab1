import type {PageAddresses} from '../packages/stack/src/vite.js';
import {html, render} from 'lit';
import {addressOf, type Settings} from './settings.js';
import type {DemoTexts} from './texts.js';

export const place = (id: string) => document.getElementById(id)!;

export async function readAddresses(): Promise<PageAddresses> {
  const response = await fetch('/addresses.json');
  return (await response.json()) as PageAddresses;
}

/** Language, direction and light of the whole page. */
export function dress({lang, dir, theme}: Settings, title: string): void {
  Object.assign(document.documentElement, {lang, dir});
  document.documentElement.style.colorScheme = theme;
  document.title = `${title} · Sidetone`;
}

/** The way from the phone to the room and back, for the same person. */
export function showPages(here: 'phone' | 'room', settings: Settings, words: DemoTexts): void {
  const pages = {phone: ['./', words.phonePage], room: ['./room.html', words.roomPage]} as const;
  const links = Object.entries(pages).map(
    ([page, [path, name]]) =>
      html`<a href=${addressOf(settings, path)} aria-current=${page === here ? 'page' : 'false'}>${name}</a>`,
  );
  render(links, place('pages'));
}

/** What is shown instead of the page when it cannot start. */
export function problem(text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = 'problem';
  element.textContent = text;
  return element;
}
