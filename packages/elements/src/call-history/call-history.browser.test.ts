import {MemoryCallHistory, type CallHistoryEntry} from '@sidetone/core';
import {html} from 'lit';
import {describe, expect, it, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/call-history.js';
import {fixture, settled, testElement, type Fixture} from '../testing/index.js';
import {SidetoneCallHistory} from './call-history.js';

type Made = Fixture<SidetoneCallHistory>;

const noon = new Date().setHours(12, 0, 0, 0);

const entry = (id: string, given: Partial<CallHistoryEntry> = {}): CallHistoryEntry => ({
  id,
  direction: 'incoming',
  remote: {uri: `sip:${id}@pbx.example`, displayName: id},
  account: 'sip:alice@pbx.example',
  startedAt: noon,
  connectedAt: noon + 4_000,
  endedAt: noon + 129_000,
  status: 'cleared',
  cause: 'remote-hung-up',
  ...given,
});
const missed = entry('carol', {startedAt: noon - 86_400_000, endedAt: noon - 86_390_000, cause: 'missed'});
delete missed.connectedAt;

function stored(...entries: CallHistoryEntry[]): MemoryCallHistory {
  const store = new MemoryCallHistory();
  for (const each of entries) void store.add(each);
  return store;
}

const template = (store = stored(entry('bob'), missed)) =>
  html`<sidetone-call-history .store=${store}></sidetone-call-history>`;
const all = ({element}: Pick<Made, 'element'>, selector: string) => [
  ...element.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const lines = (made: Made) =>
  all(made, '.entry').map(({textContent}) => textContent!.replace(/\s+/g, ' ').trim());

async function shown(store?: MemoryCallHistory) {
  const made = await fixture<SidetoneCallHistory>(template(store));
  await vi.waitFor(() => expect(all(made, '.entry').length).toBeGreaterThan(0), 10_000);
  return made;
}

testElement<SidetoneCallHistory>({
  tag: 'sidetone-call-history',
  element: SidetoneCallHistory,
  define: (again) => import(/* @vite-ignore */ `../define/call-history.js${again}`),
  template: () => html`<sidetone-call-history></sidetone-call-history>`,
  states: {
    'with calls': async (made) => {
      made.element.store = stored(entry('bob'), missed);
      await vi.waitFor(() => expect(all(made, '.entry')).toHaveLength(2), 10_000);
    },
    'asking before it clears': async (made) => {
      made.element.store = stored(entry('bob'));
      await vi.waitFor(() => expect(all(made, '.clear')).toHaveLength(1), 10_000);
      all(made, '.clear')[0]!.click();
    },
  },
  keyboard: async (made) => {
    made.element.store = stored(entry('bob'), missed);
    await vi.waitFor(() => expect(all(made, '.entry')).toHaveLength(2), 10_000);
    await settled(document);
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await vi.waitFor(
      () => expect(made.phone.calls.map(({remote}) => remote.uri)).toEqual(['sip:carol@pbx.example']),
      10_000,
    );
  },
});

describe('what is shown', () => {
  it('is grouped by day, newest first, with missed calls in words', async () => {
    const made = await shown();
    expect(all(made, '.day').map(({textContent}) => textContent)).toEqual(['Today', 'Yesterday']);
    expect(lines(made)[0]).toMatch(/Incoming · 12:00.PM · 2 min 5 sec/);
    expect(lines(made)[1]).toMatch(/Missed · 12:00.PM/);
  });

  it('speaks the language of the page', async () => {
    const made = await shown();
    made.provider.lang = 'de';
    await vi.waitFor(
      () => expect(all(made, '.day').map(({textContent}) => textContent)).toEqual(['Heute', 'Gestern']),
      10_000,
    );
    await vi.waitFor(() => expect(lines(made)[1]).toMatch(/Verpasst · 12:00/), 10_000); // words are fetched, dates are not
  });

  it('tells missed calls as new once, and marks them as seen', async () => {
    const store = stored(missed);
    const made = await shown(store);
    await vi.waitFor(() => expect(lines(made)[0]).toContain('New'), 10_000);
    await vi.waitFor(async () => expect((await store.list())[0]?.seen).toBe(true), 10_000);
    made.element.remove();
    made.provider.append(made.element);
    await vi.waitFor(() => expect(lines(made)[0]).toMatch(/carol Missed/), 10_000);
  });

  it('follows the calls of the phone as they end', async () => {
    const store = stored();
    const made = await fixture<SidetoneCallHistory>(template(store));
    expect(made.element.shadowRoot!.textContent).toContain('No calls yet');
    await store.add(entry('dave'));
    await vi.waitFor(() => expect(lines(made)).toHaveLength(1), 10_000);
  });
});

describe('what can be done', () => {
  it('calls a number back', async () => {
    const number = '+41446681800';
    const remote = {uri: 'sip:+41446681800@pbx.example', displayName: '+41 44 668 18 00', number};
    const made = await shown(stored(entry('x', {remote})));
    all(made, '.call')[0]!.click();
    await vi.waitFor(() => expect(made.phone.calls[0]?.remote.number).toBe(number), 10_000);
  });

  it('removes one, and keeps the focus in the list', async () => {
    const made = await shown();
    all(made, '.remove')[0]!.click();
    await vi.waitFor(() => expect(lines(made)).toHaveLength(1), 10_000);
    await vi.waitFor(
      () => expect(made.element.shadowRoot!.activeElement).toBe(all(made, '.remove')[0]),
      10_000,
    );
  });

  it('clears only after a second yes', async () => {
    const store = stored(entry('bob'), missed);
    const made = await shown(store);
    all(made, '.clear')[0]!.click();
    await settled(document);
    expect(made.element.shadowRoot!.activeElement?.textContent).toContain('Keep them');
    expect(await store.list()).toHaveLength(2);
    all(made, '.yes')[0]!.click();
    await vi.waitFor(async () => expect(await store.list()).toEqual([]), 10_000);
    await vi.waitFor(() => expect(made.element.shadowRoot!.textContent).toContain('No calls yet'), 10_000);
  });

  it('says when the history cannot be changed', async () => {
    const store = stored(entry('bob'));
    const made = await shown(store);
    vi.spyOn(store, 'remove').mockRejectedValue(new Error('quota'));
    all(made, '.remove')[0]!.click();
    await vi.waitFor(
      () => expect(all(made, '[part=problem]')[0]?.textContent).toContain('cannot be stored'),
      10_000,
    );
    expect(lines(made)).toHaveLength(1);
  });
});
