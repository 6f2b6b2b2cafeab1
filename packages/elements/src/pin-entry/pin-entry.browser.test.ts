import {html} from 'lit';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/pin-entry.js';
import type {SidetoneErrorEvent} from '../events/index.js';
import {deep, fixture, mount, settled, testElement} from '../testing/index.js';
import {SidetonePinEntry} from './pin-entry.js';

afterEach(() => void vi.restoreAllMocks());

const pin = '1234567890';
const input = (element: SidetonePinEntry) => element.shadowRoot!.querySelector('input')!;
const button = (element: SidetonePinEntry) => element.shadowRoot!.querySelector('button')!;
const text = (element: SidetonePinEntry) => element.shadowRoot!.textContent!.replace(/\s+/g, ' ').trim();
const announced = () =>
  [...(document.getElementById('sidetone-announcements')?.children ?? [])].map((line) => line.textContent);

async function inCall(template = html`<sidetone-pin-entry length="10" attempts="3"></sidetone-pin-entry>`) {
  const made = await fixture<SidetonePinEntry>(template);
  const {call} = await made.talk();
  await settled(document);
  return {...made, call, played: () => made.connections.at(-1)!.dtmf.played};
}

/** As a clipboard does: all at once. */
async function paste(element: SidetonePinEntry, pasted: string): Promise<void> {
  await userEvent.fill(input(element), pasted);
}

testElement<SidetonePinEntry>({
  tag: 'sidetone-pin-entry',
  element: SidetonePinEntry,
  define: (again) => import(/* @vite-ignore */ `../define/pin-entry.js${again}`),
  template: () => html`<sidetone-pin-entry length="4" attempts="2"></sidetone-pin-entry>`,
  states: {
    'in a call': ({talk}) => talk(),
    refused: async ({element, talk}) => {
      await talk();
      await settled(document);
      await paste(element, '1234');
      await expect.poll(() => element.phase).toBe('sent');
      element.refuse();
    },
    accepted: async ({element, talk}) => {
      await talk();
      await settled(document);
      await paste(element, '1234');
      await expect.poll(() => element.phase).toBe('sent');
      element.accept();
    },
  },
  keyboard: async ({element, talk, connections}) => {
    await talk();
    element.manual = true;
    await settled(document);
    element.focus();
    await userEvent.keyboard('1234');
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => connections.at(-1)!.dtmf.played).toBe('1234#');
  },
});

describe('entering', () => {
  it('sends the PIN in the way that its call was answered with', async () => {
    const made = await fixture<SidetonePinEntry>(html`<sidetone-pin-entry length="2"></sidetone-pin-entry>`);
    const {call, session} = await made.ring();
    await call.answer({dtmf: {method: 'info'}});
    await settled(document);
    await paste(made.element, '47');
    await expect.poll(() => made.element.phase).toBe('sent');
    const bodies = session.requests.filter(({method}) => method === 'INFO').map(({args: [, body]}) => body);
    expect(bodies.map((body) => /Signal=(.)/.exec(String(body))?.[1])).toEqual(['4', '7', '#']);
  });

  it('sends ten digits and # as soon as they are complete', async () => {
    const {element, played} = await inCall();
    element.focus();
    await userEvent.keyboard(pin);
    await expect.poll(played).toBe(`${pin}#`);
    await expect.poll(() => element.phase).toBe('sent');
    expect(input(element).value).toBe('');
  });

  it('keeps the focus: after a wrong PIN another one is typed at once', async () => {
    const {element, played} = await inCall();
    element.focus();
    await userEvent.keyboard('1111111111');
    await expect.poll(() => element.phase).toBe('sent');
    await userEvent.keyboard(pin);
    await expect.poll(played).toBe(`1111111111#${pin}#`);
  });

  it('takes a pasted PIN with spaces and #', async () => {
    const {element, played} = await inCall();
    await paste(element, '123 456 7890#');
    await expect.poll(played).toBe(`${pin}#`);
  });

  it('is closed by # where the length is not known', async () => {
    const {element, played} = await inCall(html`<sidetone-pin-entry></sidetone-pin-entry>`);
    element.focus();
    await userEvent.keyboard('4711');
    expect(played()).toBe('');
    await userEvent.keyboard('#');
    await expect.poll(played).toBe('4711#');
  });

  it('waits for the button when it is manual', async () => {
    const {element, played} = await inCall(html`<sidetone-pin-entry length="4" manual></sidetone-pin-entry>`);
    await paste(element, '4711');
    await settled(document);
    expect(played()).toBe('');
    button(element).click();
    await expect.poll(played).toBe('4711#');
  });

  it('refuses letters and too many digits, and keeps what was there', async () => {
    const {element, played} = await inCall(html`<sidetone-pin-entry length="4" manual></sidetone-pin-entry>`);
    await paste(element, '47');
    await paste(element, '47x');
    await settled(document);
    expect(text(element)).toContain('A PIN has digits only.');
    expect(input(element).value).toBe('47');
    await paste(element, '12345');
    await settled(document);
    expect(text(element)).toContain('too many digits');
    expect(input(element).value).toBe('47');
    expect(played()).toBe('');
  });

  it('asks for a call first', async () => {
    const {element} = await fixture<SidetonePinEntry>(
      html`<sidetone-pin-entry length="4"></sidetone-pin-entry>`,
    );
    expect(input(element).disabled).toBe(true);
    expect(text(element)).toContain('Connect the call first');
  });

  it('tells how many digits are missing, never which', async () => {
    const {element} = await inCall(html`<sidetone-pin-entry length="10" manual></sidetone-pin-entry>`);
    await paste(element, '987654');
    await expect.poll(announced).toContain('4 digits remaining');
    expect(announced().join()).not.toContain('987');
  });
});

describe('attempts', () => {
  const attempt = async (element: SidetonePinEntry, digits = pin) => {
    await paste(element, digits);
    await expect.poll(() => element.phase).toBe('sent');
  };

  it('can be repeated after a refusal, until none is left', async () => {
    const {element, played} = await inCall(
      html`<sidetone-pin-entry length="4" attempts="2"></sidetone-pin-entry>`,
    );
    await attempt(element, '1111');
    element.refuse();
    await settled(document);
    expect(text(element)).toMatch(/The PIN was not accepted\..* 1 attempt left/);
    await attempt(element, '2222');
    expect(played()).toBe('1111#2222#');
    element.refuse();
    await settled(document);
    expect(element.phase).toBe('locked');
    expect(input(element).disabled).toBe(true);
    expect(element.matches(':state(locked)')).toBe(true);
  });

  it('ends when the far side accepts', async () => {
    const {element} = await inCall();
    await attempt(element);
    element.accept();
    await settled(document);
    expect(text(element)).toContain('PIN accepted');
    expect(input(element).disabled).toBe(true);
  });

  it('begins anew in the next call', async () => {
    const {element, call, talk} = await inCall(
      html`<sidetone-pin-entry length="4" attempts="1"></sidetone-pin-entry>`,
    );
    await attempt(element, '1111');
    element.refuse();
    await call.hangup();
    await talk();
    await settled(document);
    expect(element.phase).toBe('entering');
    expect(input(element).disabled).toBe(false);
  });

  it('does not count what could not be sent, and says why', async () => {
    const made = await inCall();
    made.connections.at(-1)!.remoteDescription = {
      type: 'answer',
      sdp: 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n',
    };
    made.engine.lastSession.manual = true;
    const told = new Promise<SidetoneErrorEvent>((resolve) =>
      made.provider.addEventListener('sidetone-error', resolve, {once: true}),
    );
    await paste(made.element, pin);
    await expect.poll(() => made.engine.lastSession.requests.length).toBeGreaterThan(0);
    made.engine.lastSession.lastRequest.refuse(415);
    expect((await told).error.code).toBe('dtmf-unavailable');
    await expect.poll(() => made.element.phase).toBe('entering');
    await settled(document);
    expect(text(made.element)).toContain('Tones cannot be sent in this call');
    expect(text(made.element)).toContain('3 attempts left');
  });
});

describe('what the gateway knows of the PIN', () => {
  const answer = () =>
    Response.json({numbers: [{e164: '+41446681800', country: 'CH'}], pin: '1234', pinAttempts: 2});
  const attempt = async (element: SidetonePinEntry, digits: string) => {
    await paste(element, digits);
    await expect.poll(() => element.phase).toBe('sent');
  };

  async function calling(target: string, template = html`<sidetone-pin-entry></sidetone-pin-entry>`) {
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(answer()));
    const made = await fixture<SidetonePinEntry>(template);
    Object.assign(made.provider, {gateway: 'https://gw.example', room: 'standup'});
    await made.talk(target);
    await expect.poll(() => fetched.mock.results.length).toBe(1);
    await settled(document);
    return {...made, played: () => made.connections.at(-1)!.dtmf.played};
  }

  it('is its length and its attempts, in a call to the room', async () => {
    const {element, played} = await calling('+41446681800');
    await expect.poll(() => text(element)).toContain('Enter the 4-digit PIN');
    await attempt(element, '1111');
    expect(played()).toBe('1111#');
    element.refuse();
    await settled(document);
    expect(text(element)).toContain('1 attempt left');
    await attempt(element, '2222');
    element.refuse();
    expect(element.phase).toBe('locked');
  });

  it('is nothing to a call that goes elsewhere', async () => {
    const {element, played} = await calling('+12125550100');
    expect(text(element)).toContain('Enter the PIN, then #.');
    await attempt(element, '123456#');
    expect(played()).toBe('123456#');
  });

  it('gives way to attributes', async () => {
    const own = html`<sidetone-pin-entry length="6" attempts="5"></sidetone-pin-entry>`;
    const {element} = await calling('+41446681800', own);
    expect(text(element)).toContain('Enter the 6-digit PIN');
    expect(text(element)).toContain('5 attempts left');
  });
});

describe('secrecy', () => {
  it('leaves the PIN in no attribute, text, event or fact', async () => {
    const {element, provider, played} = await inCall();
    const seen: Event[] = [];
    for (const type of ['sidetone-pin-request', 'sidetone-dtmf', 'sidetone-call-change'] as const) {
      provider.addEventListener(type, (event) => seen.push(event));
    }
    await paste(element, pin);
    const page = () => [...deep(document)].map((node) => (node.shadowRoot ?? node).innerHTML).join();
    const during = page();
    await expect.poll(played).toBe(`${pin}#`);
    for (const place of [during, page()]) expect(place).not.toContain(pin);
    expect(seen.some(({type}) => type === 'sidetone-pin-request')).toBe(true);
    expect(seen.some(({type}) => type === 'sidetone-dtmf')).toBe(false);
    for (const event of seen) {
      const values = Object.values(event).filter((value) => typeof value === 'string');
      expect(values.join()).not.toContain(pin);
    }
  });

  it('is not offered to be saved, and not shown as typed', async () => {
    const element = await mount<SidetonePinEntry>(html`<sidetone-pin-entry length="4"></sidetone-pin-entry>`);
    expect(input(element).type).toBe('password');
    expect(input(element).autocomplete).toBe('off');
  });
});
