import {SidetoneError} from '@sidetone/core';
import {html} from 'lit';
import {describe, expect, it, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/incoming-call.js';
import {fixture, settled, testElement, until, type Fixture} from '../testing/index.js';
import {SidetoneIncomingCall} from './incoming-call.js';

type Made = Fixture<SidetoneIncomingCall>;

const template = () => html`<sidetone-incoming-call voicemail></sidetone-incoming-call>`;
const part = ({element}: Made, name: string) =>
  element.shadowRoot!.querySelector<HTMLButtonElement>(`[part="${name}"]`);
const alerts = () => document.getElementById('sidetone-alerts')?.textContent ?? '';

async function ringing(from?: string, name?: string) {
  const made = await fixture<SidetoneIncomingCall>(template());
  const {call, session} = await made.ring(from, name);
  await settled(document);
  return {...made, call, session};
}

testElement<SidetoneIncomingCall>({
  tag: 'sidetone-incoming-call',
  element: SidetoneIncomingCall,
  define: (again) => import(/* @vite-ignore */ `../define/incoming-call.js${again}`),
  template,
  states: {
    ringing: ({ring}) => ring(),
    'with a problem': async (made) => {
      await made.ring();
      await settled(document);
      made.audio.failure = new SidetoneError('microphone-denied');
      part(made, 'answer')!.click();
      await vi.waitFor(() => expect(part(made, 'problem')).not.toBeNull(), 10_000);
    },
  },
  keyboard: async (made) => {
    const {call} = await made.ring();
    await settled(document);
    await userEvent.keyboard('{Enter}');
    await until(call, () => call.status === 'connected');
  },
});

describe('who calls', () => {
  it('is shown by name and number, and said at once', async () => {
    const made = await ringing('sip:+41446681800@pbx.example', 'Bob');
    expect(part(made, 'name')?.textContent).toBe('Bob');
    expect(part(made, 'address')?.textContent).toBe('+41 44 668 18 00');
    await vi.waitFor(() => expect(alerts()).toContain('Incoming call from Bob, +41 44 668 18 00'), 10_000);
  });

  it('is told with the account that is called, when there are several', async () => {
    const made = await fixture<SidetoneIncomingCall>(template());
    made.phone.addAccount({aor: 'sip:desk@pbx.example', server: 'wss://pbx.example/ws', displayName: 'Desk'});
    await made.phone.register();
    made.engine.agents
      .find(({options}) => options.aor === 'sip:desk@pbx.example')!
      .call('sip:bob@pbx.example');
    await settled(document);
    expect(made.element.shadowRoot!.textContent).toContain('Incoming call for Desk');
  });
});

describe('what can be done', () => {
  it('answers', async () => {
    const made = await ringing();
    part(made, 'answer')!.click();
    await until(made.call, () => made.call.status === 'connected');
    await settled(document);
    expect(part(made, 'sheet')).toBeNull();
    expect(made.element.matches(':state(ringing)')).toBe(false);
  });

  it.each([
    ['decline', 603],
    ['voicemail', 486],
  ])('%s refuses with %i', async (name, code) => {
    const made = await ringing();
    part(made, name)!.click();
    await until(made.call, () => made.call.ended);
    expect(made.session.rejected?.code).toBe(code);
  });

  it('leaves a call alone whose answer the page cancels', async () => {
    const made = await ringing();
    made.provider.addEventListener('sidetone-answer-request', (event) => event.preventDefault());
    part(made, 'answer')!.click();
    await settled(document);
    expect(made.call.status).toBe('ringing');
    expect(part(made, 'problem')).toBeNull();
  });

  it('keeps ringing without a microphone, says the remedy, and can be answered once there is one', async () => {
    const made = await ringing();
    made.audio.failure = new SidetoneError('microphone-denied');
    part(made, 'answer')!.click();
    await vi.waitFor(
      () => expect(part(made, 'problem')?.textContent).toMatch(/Allow it .* still ringing/),
      10_000,
    );
    expect(made.call.status).toBe('ringing');
    made.audio.failure = undefined;
    part(made, 'answer')!.click();
    await until(made.call, () => made.call.status === 'connected');
  });
});

it('does not take the focus from somebody who types', async () => {
  const made = await fixture<SidetoneIncomingCall>(template());
  const field = document.createElement('input');
  made.provider.append(field);
  field.focus();
  await made.ring();
  await settled(document);
  expect(part(made, 'answer')).not.toBeNull();
  expect(document.activeElement).toBe(field);
});

it('shows the call it is given, with no provider', async () => {
  const {call} = await ringing();
  const alone = document.createElement('sidetone-incoming-call');
  alone.call = call;
  document.body.append(alone);
  await alone.updateComplete;
  expect(alone.shadowRoot!.textContent).toContain('Bob');
  alone.remove();
});
