import {MemoryCallHistory} from '@sidetone/core';
import {html} from 'lit';
import {describe, expect, it, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/softphone.js';
import {
  deep,
  fakeOptions,
  fakePhone,
  fixture,
  hands,
  mount,
  settled,
  testElement,
  until,
} from '../testing/index.js';
import {SidetoneSoftphone} from './softphone.js';

type Made = {element: SidetoneSoftphone};

const template = () => html`<sidetone-softphone></sidetone-softphone>`;
const find = <E extends HTMLElement = HTMLElement>({element}: Made, selector: string) =>
  element.shadowRoot!.querySelector<E>(selector);
/** All the text that is shown, through every shadow root. */
const words = ({element}: Made) =>
  [element, ...deep(element.shadowRoot!)]
    .filter((each) => each.shadowRoot && each.checkVisibility())
    .map((each) => each.shadowRoot!.textContent)
    .join(' ')
    .replace(/\s+/g, ' ');
const inside = (made: Made, tag: string, selector: string) =>
  find(made, tag)!.shadowRoot!.querySelector<HTMLElement>(selector)!;

async function registered() {
  const made = await fixture<SidetoneSoftphone>(template());
  await made.phone.register();
  await settled(document);
  return made;
}

testElement<SidetoneSoftphone>({
  tag: 'sidetone-softphone',
  element: SidetoneSoftphone,
  define: (again) => import(/* @vite-ignore */ `../define/softphone.js${again}`),
  template,
  states: {
    registered: ({phone}) => phone.register(),
    'in a call, while another one rings': async ({talk, ring}) => {
      await talk('carol');
      await ring();
    },
    'two calls': async ({talk}) => {
      await talk('carol');
      await talk('bob');
    },
    'with history': ({element}) => (element.section = 'history'),
    'with devices': ({element}) => (element.section = 'devices'),
    wide: async ({provider, element}) => {
      provider.style.inlineSize = '900px';
      await vi.waitFor(() => expect(element.matches(':state(wide)')).toBe(true), 10_000);
    },
  },
  keyboard: async (made) => {
    await made.phone.register();
    await settled(document);
    find(made, 'sidetone-dialpad')!.focus();
    await userEvent.keyboard('600{Enter}');
    await vi.waitFor(() => expect(made.phone.calls).toHaveLength(1), 10_000);
    made.engine.lastSession.accept();
    await settled(document);
    // The keypad has given way to the call: the focus went with it.
    await vi.waitFor(
      () => expect(find(made, 'sidetone-call-controls')!.matches(':focus-within')).toBe(true),
      10_000,
    );
    for (let stop = 0; stop < 4; stop++) await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(made.phone.calls).toHaveLength(0), 10_000);
    await vi.waitFor(() => expect(find(made, '[role=tab]')!.matches(':focus')).toBe(true), 10_000);
  },
});

describe('registration', () => {
  it('is told in words as it comes, goes, and fails, with what happens next', async () => {
    const made = await fixture<SidetoneSoftphone>(template());
    expect(find(made, '.registration')?.textContent).toBe('Not signed in');
    await made.phone.register();
    await settled(document);
    expect(find(made, '.registration')?.textContent).toBe('Ready');
    made.engine.lastAgent.manual = true;
    made.engine.lastAgent.loseRegistration(503);
    await settled(document);
    expect(find(made, '.registration')?.textContent).toBe('Not connected');
    expect(find(made, '.trouble')?.textContent).toContain('keeps trying');
  });

  it('is tried at once when the person asks', async () => {
    const made = await registered();
    made.engine.lastAgent.loseRegistration(403);
    await settled(document);
    const before = made.engine.lastAgent.requests.length;
    find(made, '.retry')!.click();
    await vi.waitFor(() => expect(made.engine.lastAgent.requests.length).toBeGreaterThan(before), 10_000);
    await vi.waitFor(() => expect(find(made, '.registration')?.textContent).toBe('Ready'), 10_000);
  });
});

describe('accounts', () => {
  it('dials with the one that was chosen', async () => {
    const made = await fixture<SidetoneSoftphone>(template());
    const desk = made.phone.addAccount({
      aor: 'sip:desk@pbx.example',
      server: 'wss://pbx.example/ws',
      displayName: 'Desk',
    });
    await made.phone.register();
    await settled(document);
    await userEvent.selectOptions(find<HTMLSelectElement>(made, '[part=accounts]')!, 'Desk');
    find(made, 'sidetone-dialpad')!.focus();
    await userEvent.keyboard('600{Enter}');
    await vi.waitFor(() => expect(made.phone.calls[0]?.account).toBe(desk), 10_000);
  });

  it('says which one is in trouble', async () => {
    const made = await fixture<SidetoneSoftphone>(template());
    const desk = made.phone.addAccount({
      aor: 'sip:desk@pbx.example',
      server: 'wss://pbx.example/ws',
      displayName: 'Desk',
    });
    await made.phone.register();
    await vi.waitFor(() => expect(desk.registration).toBe('registered'), 10_000);
    made.engine.agents.find(({options}) => options.aor === desk.aor)!.loseRegistration(403);
    await settled(document);
    expect(find(made, '.which')?.textContent).toBe('Desk');
  });
});

describe('a call', () => {
  it('takes the place of the keypad, and leaves it again after its end was read', async () => {
    vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
    const made = await registered();
    const call = made.phone.dial('bob');
    await until(call, () => call.sipCallId !== undefined);
    await settled(document);
    expect(find(made, 'sidetone-dialpad')).toBeNull();
    expect(find(made, '.call-card .name')?.textContent).toBe('bob');
    made.engine.lastSession.end({code: 486});
    await settled(document);
    expect(words(made)).toContain('Busy');
    expect(find(made, 'sidetone-call-controls')).toBeNull();
    vi.advanceTimersByTime(6_000);
    vi.useRealTimers();
    await settled(document);
    expect(find(made, 'sidetone-dialpad')).not.toBeNull();
  });

  it('that comes in is answered above what is going on, with the focus taken along', async () => {
    const made = await registered();
    const {call} = await made.ring();
    await settled(document);
    inside(made, 'sidetone-incoming-call', '.answer').focus();
    await userEvent.keyboard('{Enter}');
    await until(call, () => call.status === 'connected');
    await vi.waitFor(
      () => expect(find(made, 'sidetone-call-controls')!.matches(':focus-within')).toBe(true),
      10_000,
    );
    expect(find(made, 'sidetone-incoming-call')).toBeNull();
  });

  it('waits beside the one that talks, which is held when it is answered', async () => {
    const made = await registered();
    const {call: first} = await made.talk('carol');
    const {call: second} = await made.ring();
    await settled(document);
    expect(find(made, '.call-card .name')?.textContent).toBe('carol');
    inside(made, 'sidetone-incoming-call', '.answer').click();
    await until(second, () => second.status === 'connected');
    expect(first.status).toBe('held');
    await settled(document);
    expect(find(made, '.call-card .name')?.textContent).toBe('Bob');
    expect(find(made, 'sidetone-call-list')).not.toBeNull();
  });

  it('can be made beside another: the keypad then dials, and sends no digits', async () => {
    const made = await registered();
    const {call: first} = await made.talk('carol');
    await settled(document);
    find(made, '.new-call')!.click();
    await settled(document);
    find(made, 'sidetone-dialpad')!.focus();
    await userEvent.keyboard('600{Enter}');
    await vi.waitFor(() => expect(made.phone.calls).toHaveLength(2), 10_000);
    await until(first, () => first.status === 'held');
    expect(made.connections[0]!.dtmf.played).toBe('');
  });

  it('asks for a PIN when told to', async () => {
    const made = await registered();
    await made.talk('606');
    made.element.pin = true;
    await settled(document);
    expect(find(made, 'sidetone-pin-entry')).not.toBeNull();
  });
});

describe('joining a room by phone', () => {
  const dialIn = {numbers: [{e164: '+41446681800'}], pin: '1234567890'};

  async function joining(pin: boolean) {
    const made = await registered();
    Object.assign(made.element, {dialIn, pin});
    await settled(document);
    find(made, '.join-by-phone')!.click();
    await expect.poll(() => made.phone.calls[0]?.sipCallId).toBeDefined();
    made.engine.lastSession.accept();
    const call = made.phone.calls[0]!;
    await until(call, () => call.status === 'connected');
    await settled(document);
    return {...made, played: () => made.connections.at(-1)!.dtmf.played.replaceAll(',', '')};
  }

  it('calls the number and enters the PIN', async () => {
    const made = await joining(false);
    expect(made.phone.calls[0]!.remote.number).toBe('+41446681800');
    await expect.poll(made.played).toBe('1234567890#');
  });

  it('lets the person type the PIN where the phone asks for one', async () => {
    const made = await joining(true);
    const entry = find(made, 'sidetone-pin-entry')!;
    await userEvent.fill(entry.shadowRoot!.querySelector('input')!, '0987654321#');
    await expect.poll(made.played).toBe('0987654321#');
  });

  it('is not offered where no room is known', async () => {
    expect(find(await registered(), '.join-by-phone')).toBeNull();
  });
});

describe('sections', () => {
  it('are walked by arrow keys, and show one at a time', async () => {
    const made = await registered();
    find(made, '#tab-keypad')!.focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    expect(made.element.section).toBe('history');
    await settled(document);
    expect(find(made, '#panel-keypad')!.hidden).toBe(true);
    expect(find(made, '#tab-history')!.ariaSelected).toBe('true');
  });

  it('keep what was typed on the keypad', async () => {
    const made = await registered();
    find<HTMLElement & {value: string}>(made, 'sidetone-dialpad')!.value = '0446681';
    made.element.section = 'devices';
    await settled(document);
    made.element.section = 'keypad';
    await settled(document);
    expect(find<HTMLElement & {value: string}>(made, 'sidetone-dialpad')!.value).toBe('0446681');
  });

  it('count missed calls until they were looked at', async () => {
    const history = new MemoryCallHistory();
    const made = await fixture<SidetoneSoftphone>(template(), fakePhone({history}));
    const {session} = await made.ring();
    session.end();
    await vi.waitFor(
      () => expect(find(made, '#tab-history')?.textContent).toContain('1 missed call'),
      10_000,
    );
    made.element.section = 'history';
    await vi.waitFor(() => expect(find(made, '#tab-history')?.textContent).not.toContain('missed'), 10_000);
  });

  it('can be replaced by slots', async () => {
    const made = await fixture<SidetoneSoftphone>(
      html`<sidetone-softphone><p slot="keypad">My keypad</p></sidetone-softphone>`,
    );
    const slot = find(made, 'slot[name=keypad]') as HTMLSlotElement;
    expect(slot.assignedElements()[0]?.textContent).toBe('My keypad');
  });
});

describe('standing alone', () => {
  it('makes its own provider, keeps the password to itself, and lets facts out', async () => {
    const {engine, ...fakes} = fakeOptions();
    const element = await mount<SidetoneSoftphone>(html`
      <sidetone-softphone
        server="wss://pbx.example/ws"
        aor="sip:alice@pbx.example"
        password="wonderland"
        register
        .engine=${engine}
        .audio=${fakes.audio}
        .openSocket=${fakes.openSocket}
        .createConnection=${fakes.createConnection}
        .history=${null}
      ></sidetone-softphone>
    `);
    const made = {element};
    await vi.waitFor(() => expect(find(made, '.registration')?.textContent).toBe('Ready'), 10_000);
    expect(element.outerHTML).not.toContain('wonderland');
    expect(element.shadowRoot!.innerHTML).not.toContain('wonderland');
    expect(engine.lastAgent.credentials.password).toBe('wonderland');
    engine.lastAgent.loseRegistration(403);
    await settled(document);
    find(made, '.retry')!.click();
    await vi.waitFor(() => expect(find(made, '.registration')?.textContent).toBe('Ready'), 10_000);
    const told = vi.fn();
    element.addEventListener('sidetone-call-change', told);
    const {call} = await hands(element.phone!, engine).talk('bob');
    expect(told).toHaveBeenCalled();
    await settled(document);
    expect(find(made, '.call-card .name')?.textContent).toBe('bob');
    await call.hangup();
  });
});
