import {html} from 'lit';
import {expect, it, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/call-list.js';
import {fixture, settled, testElement, until, type Fixture} from '../testing/index.js';
import {SidetoneCallList} from './call-list.js';

type Made = Fixture<SidetoneCallList>;

const template = () => html`<sidetone-call-list></sidetone-call-list>`;
const rows = ({element}: Made) => [...element.shadowRoot!.querySelectorAll<HTMLElement>('.row')];
const inRow = (made: Made, index: number, selector: string) =>
  rows(made)[index]!.querySelector<HTMLElement>(selector)!;

async function withCalls(...targets: string[]) {
  const made = await fixture<SidetoneCallList>(template());
  const calls = [];
  for (const target of targets) calls.push((await made.talk(target)).call);
  await settled(document);
  return {...made, calls};
}

testElement<SidetoneCallList>({
  tag: 'sidetone-call-list',
  element: SidetoneCallList,
  define: (again) => import(/* @vite-ignore */ `../define/call-list.js${again}`),
  template,
  states: {
    'with two calls and one that rings': async ({talk, ring}) => {
      await talk('carol');
      await talk('bob');
      await ring();
    },
    'with three calls': async ({talk}) => {
      for (const target of ['carol', 'bob', 'dave']) await talk(target);
    },
  },
  keyboard: async (made) => {
    const {call: first} = await made.talk('carol');
    const {call: second} = await made.talk('bob');
    await settled(document);
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await until(first, () => first.status === 'connected');
    expect(second.status).toBe('held');
    await settled(document);
    await userEvent.keyboard('{End}');
    expect(made.element.shadowRoot!.activeElement?.textContent).toContain('Merge 2 calls');
  },
});

it('marks the call that talks, and switches to the one that is pressed', async () => {
  const made = await withCalls('carol', 'bob');
  expect(rows(made).map(({ariaCurrent}) => ariaCurrent)).toEqual([null, 'true']);
  inRow(made, 0, '.main').click();
  await until(made.calls[0]!, () => made.calls[0]!.status === 'connected');
  expect(made.calls[1]!.status).toBe('held');
  await settled(document);
  expect(rows(made).map(({ariaCurrent}) => ariaCurrent)).toEqual(['true', null]);
});

it('marks a switch that is not confirmed as busy, and says why one was refused', async () => {
  const made = await withCalls('carol', 'bob');
  const session = made.engine.lastAgent.sessions[0]!;
  session.manual = true;
  const asked = session.requests.length;
  inRow(made, 0, '.main').click();
  await vi.waitFor(() => expect(session.requests.length).toBe(asked + 1), 10_000);
  await settled(document);
  expect(rows(made)[0]!.ariaBusy).toBe('true');
  expect(rows(made)[0]!.ariaCurrent).toBeNull();
  session.lastRequest.refuse(500);
  await vi.waitFor(
    () =>
      expect(made.element.shadowRoot!.querySelector('[part=problem]')?.textContent).toContain('still held'),
    10_000,
  );
});

it('holds, answers and hangs up each call by its own buttons', async () => {
  const made = await withCalls('carol');
  inRow(made, 0, '.toggle').click();
  await until(made.calls[0]!, () => made.calls[0]!.status === 'held');
  const {call: second} = await made.ring();
  await settled(document);
  inRow(made, 1, '.toggle').click();
  await until(second, () => second.status === 'connected');
  await settled(document);
  inRow(made, 1, '.end').click();
  await until(second, () => second.ended);
  await settled(document);
  expect(rows(made)).toHaveLength(1);
});

it('merges two calls at one press', async () => {
  const made = await withCalls('carol', 'bob');
  made.element.shadowRoot!.querySelector<HTMLElement>('[part=merge]')!.click();
  await vi.waitFor(() => expect(made.phone.mergedCalls).toHaveLength(2), 10_000);
});

it('merges the picked ones of three', async () => {
  const made = await withCalls('carol', 'bob', 'dave');
  const merge = () => made.element.shadowRoot!.querySelector<HTMLElement>('[part=merge]')!;
  expect(merge().ariaDisabled).toBe('true');
  for (const index of [0, 2]) inRow(made, index, 'input').click();
  await settled(document);
  expect(merge().textContent).toContain('Merge 2 calls');
  merge().click();
  await vi.waitFor(() => expect(made.phone.mergedCalls).toEqual([made.calls[0], made.calls[2]]), 10_000);
  expect(made.calls[1]!.status).toBe('held');
});
