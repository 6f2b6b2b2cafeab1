import type {Call} from '@sidetone/core';
import {html} from 'lit';
import {describe, expect, it} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/dialpad.js';
import {longPressTime} from '../controllers/long-press.js';
import type {DialRequestEvent} from '../events/index.js';
import {fixture, mount, settled, testElement} from '../testing/index.js';
import {SidetoneDialpad} from './dialpad.js';

const key = (element: SidetoneDialpad, digit: string) =>
  element.shadowRoot!.querySelector<HTMLButtonElement>(`[data-digit="${digit}"]`)!;
const field = (element: SidetoneDialpad) => element.shadowRoot!.querySelector('input')!;
const part = (element: SidetoneDialpad, name: string) =>
  element.shadowRoot!.querySelector<HTMLElement>(`[part="${name}"]`);

const make = () => fixture<SidetoneDialpad>(html`<sidetone-dialpad></sidetone-dialpad>`);

/** Presses keys in a call and waits until the far side has them. */
async function inCall() {
  const made = await make();
  const {call} = await made.talk();
  await settled(document);
  return {...made, call, played: () => made.connections.at(-1)!.dtmf.played};
}

testElement<SidetoneDialpad>({
  tag: 'sidetone-dialpad',
  element: SidetoneDialpad,
  define: (again) => import(/* @vite-ignore */ `../define/dialpad.js${again}`),
  template: () => html`<sidetone-dialpad></sidetone-dialpad>`,
  states: {
    'with an error': async ({element}) => {
      element.value = 'bob@';
      await element.updateComplete;
      await element.dial();
    },
    'in a call': ({talk}) => talk(),
    disabled: ({element}) => (element.disabled = true),
  },
  keyboard: async ({element, phone}) => {
    element.focus();
    await userEvent.keyboard('60');
    await userEvent.tab();
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowRight}{Enter}');
    expect(element.value).toBe('600');
    field(element).focus();
    await userEvent.keyboard('{Enter}');
    expect(phone.calls.map((call: Call) => call.remote.displayName)).toEqual(['600']);
  },
});

describe('dialling', () => {
  it('dials what was pressed, and empties the field for the next', async () => {
    const {element, phone, audio} = await make();
    for (const digit of '600') key(element, digit).click();
    expect(element.value).toBe('600');
    expect(audio.digits).toBe('600');
    await element.dial();
    expect(phone.calls[0]?.remote.uri).toBe('sip:600@pbx.example');
    expect(element.value).toBe('');
  });

  it('brings the last number back when call is pressed with an empty field', async () => {
    const {element} = await make();
    element.value = '600';
    await element.dial();
    part(element, 'call')!.click();
    expect(element.value).toBe('600');
  });

  it('takes a name, and a pasted number with brackets and spaces', async () => {
    const {element, phone} = await make();
    element.value = 'carol';
    await element.dial();
    expect(phone.calls[0]?.remote.uri).toBe('sip:carol@pbx.example');
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ' +41 (44) 668-18 00 ');
    key(element, '5').dispatchEvent(
      new ClipboardEvent('paste', {clipboardData, bubbles: true, composed: true, cancelable: true}),
    );
    expect(element.value).toBe('+41 (44) 668-18 00');
    await element.dial();
    expect(phone.calls[1]?.remote.number).toBe('+41446681800');
  });

  it('says under the field why something cannot be dialled, until it is changed', async () => {
    const {element, phone} = await make();
    element.value = 'bob@';
    await element.updateComplete;
    part(element, 'call')!.click();
    await settled(document);
    expect(part(element, 'error')?.textContent).toContain('cannot be dialled');
    expect(field(element).getAttribute('aria-invalid')).toBe('true');
    expect(phone.calls).toEqual([]);
    key(element, '1').click();
    await settled(document);
    expect(part(element, 'error')).toBe(null);
  });

  it('writes + for a long zero, without a 0', async () => {
    const {element} = await make();
    const zero = key(element, '0');
    zero.dispatchEvent(new PointerEvent('pointerdown', {button: 0, bubbles: true}));
    await expect.poll(() => element.value, {timeout: longPressTime * 10}).toBe('+');
    zero.dispatchEvent(new PointerEvent('pointerup', {button: 0, bubbles: true}));
    zero.click();
    expect(element.value).toBe('+');
    zero.click();
    expect(element.value).toBe('+0');
  });

  it('types + from the keyboard when a key has the focus', async () => {
    const {element} = await make();
    key(element, '1').focus();
    await userEvent.keyboard('+4');
    expect(element.value).toBe('+4');
  });

  it('deletes one character, and everything when held', async () => {
    const {element} = await make();
    element.value = '12345';
    await element.updateComplete;
    const backspace = part(element, 'backspace')!;
    backspace.click();
    expect(element.value).toBe('1234');
    backspace.dispatchEvent(new PointerEvent('pointerdown', {button: 0, bubbles: true}));
    await expect.poll(() => element.value, {timeout: longPressTime * 10}).toBe('');
  });

  it('leaves dialling to the page that cancels the request, also from further out', async () => {
    const {element, phone} = await make();
    let asked = '';
    const cancel = (event: DialRequestEvent) => {
      asked = event.to;
      event.preventDefault();
    };
    document.addEventListener('sidetone-dial-request', cancel, {once: true});
    element.value = '600';
    await element.dial();
    expect(asked).toBe('600');
    expect(phone.calls).toEqual([]);
    expect(element.value).toBe('600');
  });

  it('tells calmly that there is no phone, when nobody answers', async () => {
    const element = await mount<SidetoneDialpad>(html`<sidetone-dialpad value="600"></sidetone-dialpad>`);
    await element.dial();
    await settled(document);
    expect(part(element, 'error')?.textContent).toContain('No phone is connected');
  });
});

describe('in a call', () => {
  it('sends each key, and shows digits once they were sent', async () => {
    const {element, played} = await inCall();
    key(element, '5').click();
    expect(field(element).value).toBe('');
    await expect.poll(played).toBe('5');
    await expect.poll(() => field(element).value).toBe('5');
    expect(element.matches(':state(in-call)')).toBe(true);
  });

  it('sends what is typed and what is pasted, in order', async () => {
    const {element, played} = await inCall();
    element.focus();
    await userEvent.keyboard('12#');
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '123 456');
    field(element).dispatchEvent(
      new ClipboardEvent('paste', {clipboardData, bubbles: true, composed: true, cancelable: true}),
    );
    await expect.poll(played).toBe('12#123456');
  });

  it('sends keys in the way that its call was answered with', async () => {
    const {element, ring, connections} = await make();
    const {call, session} = await ring();
    await call.answer({dtmf: {method: 'info'}});
    await settled(document);
    key(element, '5').click();
    await expect.poll(() => field(element).value).toBe('5');
    expect(session.lastRequest).toMatchObject({
      method: 'INFO',
      args: [expect.any(String), 'Signal=5\r\nDuration=100'],
    });
    expect(connections.at(-1)!.dtmf.played).toBe('');
  });

  it('does not show digits that others send', async () => {
    const {element, call, played} = await inCall();
    await call.sendDtmf('99');
    key(element, '1').click();
    await expect.poll(played).toBe('991');
    await expect.poll(() => field(element).value).toBe('1');
  });

  it('dials again once the call is over', async () => {
    const {element, call} = await inCall();
    await call.hangup();
    await settled(document);
    key(element, '7').click();
    expect(element.value).toBe('7');
  });
});

describe('in a form', () => {
  const form = () =>
    mount<HTMLFormElement>(html`
      <form>
        <fieldset>
          <sidetone-dialpad name="number" value="600" required></sidetone-dialpad>
        </fieldset>
      </form>
    `);
  const pad = (made: HTMLFormElement) => made.querySelector('sidetone-dialpad')!;

  it('submits its value, and goes back to the first one on reset', async () => {
    const made = await form();
    pad(made).value = 'carol';
    await settled(document);
    expect(new FormData(made).get('number')).toBe('carol');
    made.reset();
    await settled(document);
    expect(new FormData(made).get('number')).toBe('600');
  });

  it('keeps the form from being sent when it is empty or cannot be dialled', async () => {
    const made = await form();
    expect(made.checkValidity()).toBe(true);
    pad(made).value = '';
    await settled(document);
    expect(pad(made).validity.valueMissing).toBe(true);
    pad(made).value = 'bob@';
    await settled(document);
    expect(made.checkValidity()).toBe(false);
  });

  it('is disabled by its fieldset', async () => {
    const made = await form();
    made.querySelector('fieldset')!.disabled = true;
    await settled(document);
    key(pad(made), '1').click();
    expect(pad(made).value).toBe('600');
  });

  it('sends the form by Enter where there is no phone', async () => {
    const made = await form();
    const sent = new Promise<void>((resolve) =>
      made.addEventListener('submit', (event) => {
        event.preventDefault();
        resolve();
      }),
    );
    pad(made).focus();
    await userEvent.keyboard('{Enter}');
    await sent;
  });
});
