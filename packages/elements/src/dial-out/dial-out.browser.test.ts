import {SidetoneError} from '@sidetone/core';
import {html} from 'lit';
import {expect, it} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/dial-out.js';
import {enter, fakePhone, fakeRoom, fixture, settled, testElement, type Fixture} from '../testing/index.js';
import {SidetoneDialOut} from './dial-out.js';

type Made = Pick<Fixture<SidetoneDialOut>, 'element'>;

const template = () => html`<sidetone-dial-out></sidetone-dial-out>`;
const field = ({element}: Made) => element.shadowRoot!.querySelector('input')!;
const text = ({element}: Made) => element.shadowRoot!.textContent!.replace(/\s+/g, ' ').trim();

async function make(room = fakeRoom()) {
  const made = await fixture<SidetoneDialOut>(template(), fakePhone({country: 'CH'}));
  await enter(made, room);
  return {...made, room};
}

testElement<SidetoneDialOut>({
  tag: 'sidetone-dial-out',
  element: SidetoneDialOut,
  define: (again) => import(/* @vite-ignore */ `../define/dial-out.js${again}`),
  template,
  states: {
    'in a room': (made) => enter(made),
    'where nobody can be called': (made) => enter(made, fakeRoom({canDialOut: false})),
    'with an error': async (made) => {
      await enter(made);
      await made.element.call();
    },
  },
  keyboard: async (made) => {
    const room = await enter(made);
    await userEvent.tab();
    await userEvent.keyboard('bob{Enter}');
    await expect.poll(() => room.requests).toEqual(['dialOut bob']);
  },
});

it('calls a number in any writing of the country, and is ready for the next', async () => {
  const made = await make();
  await userEvent.fill(field(made), '044 668 18 00');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => made.room.requests).toEqual(['dialOut +41446681800']);
  await expect.poll(() => field(made).value).toBe('');
  expect(made.element.shadowRoot!.activeElement).toBe(field(made));
  expect(made.room.legs.map(({number}) => number)).toEqual(['+41446681800']);
});

it('calls somebody who leaves the room with this person', async () => {
  const made = await make();
  made.element.setAttribute('calls-end-with-me', '');
  made.element.value = 'bob';
  await made.element.call();
  expect(made.room.requests).toEqual(['dialOut bob endsWithMe']);
});

it('says why somebody could not be called, and keeps what was typed until it is changed', async () => {
  const made = await make();
  made.room.failure = new SidetoneError('dial-out-refused');
  made.element.value = '+41446681800';
  await made.element.call();
  await settled(document);
  expect(text(made)).toContain('The room could not call this number.');
  expect(field(made).value).toBe('+41446681800');
  expect(field(made).ariaInvalid).toBe('true');
  await userEvent.type(field(made), '1');
  await settled(document);
  expect(text(made)).not.toContain('could not call');
});

it('asks for somebody to call', async () => {
  const made = await make();
  await made.element.call();
  await settled(document);
  expect(text(made)).toContain('Enter a number or a name to call.');
  expect(made.room.requests).toEqual([]);
});

it('does not ask twice while the room has not answered', async () => {
  const made = await make();
  let answer = () => {};
  made.room.gate = new Promise((resolve) => (answer = resolve));
  made.element.value = 'bob';
  const calling = made.element.call();
  await settled(document);
  expect(made.element.matches(':state(calling)')).toBe(true);
  await made.element.call();
  expect(made.room.requests).toEqual(['dialOut bob']);
  answer();
  await calling;
  await settled(document);
  expect(made.element.matches(':state(calling)')).toBe(false);
});

it('shows nothing outside a room', async () => {
  const made = await fixture<SidetoneDialOut>(template());
  expect(text(made)).toBe('');
});
