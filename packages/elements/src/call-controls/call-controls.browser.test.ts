import {SidetoneError} from '@sidetone/core';
import {html} from 'lit';
import {describe, expect, it, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/call-controls.js';
import {eventNames, type SidetoneRecordingEvent} from '../events/index.js';
import {fixture, settled, testElement, until, type Fixture} from '../testing/index.js';
import {SidetoneCallControls} from './call-controls.js';

type Made = Fixture<SidetoneCallControls>;

const template = () => html`<sidetone-call-controls record></sidetone-call-controls>`;
const button = ({element}: Pick<Made, 'element'>, name: string) =>
  element.shadowRoot!.querySelector<HTMLButtonElement>(`.${name}`)!;
const text = ({element}: Pick<Made, 'element'>, part: string) =>
  element.shadowRoot!.querySelector(`[part~="${part}"]`)?.textContent?.trim();

async function inCall() {
  const made = await fixture<SidetoneCallControls>(template());
  const talk = await made.talk();
  await settled(document);
  return {...made, ...talk};
}

async function press(made: Pick<Made, 'element'>, name: string) {
  button(made, name).click();
  await settled(document);
}

/** Waits for what the last press asked of the far side. */
const asked = (session: {requests: readonly unknown[]}, count = 1) =>
  vi.waitFor(() => expect(session.requests.length).toBeGreaterThanOrEqual(count), 10_000);

testElement<SidetoneCallControls>({
  tag: 'sidetone-call-controls',
  element: SidetoneCallControls,
  define: (again) => import(/* @vite-ignore */ `../define/call-controls.js${again}`),
  template,
  states: {
    'in a call': ({talk}) => talk(),
    'muted and held': async ({talk}) => {
      const {call} = await talk();
      call.mute(true);
      await call.hold();
    },
    'with the transfer panel': async (made) => {
      await made.talk('carol');
      await made.talk('bob');
      await settled(document);
      await press(made, 'transfer');
    },
    'with a refused hold': async (made) => {
      const {session} = await made.talk();
      session.manual = true;
      await settled(document);
      await press(made, 'hold');
      await asked(session);
      session.lastRequest.refuse(488);
      await vi.waitFor(() => expect(text(made, 'problem')).toBeTruthy(), 10_000);
    },
  },
  keyboard: async (made) => {
    const {call} = await made.talk();
    await settled(document);
    await userEvent.tab();
    await userEvent.keyboard(' ');
    expect(call.muted).toBe(true);
    for (let stop = 0; stop < 5; stop++) await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await until(call, () => call.ended);
    expect(call.cause).toBe('hung-up');
  },
});

describe('confirmed state', () => {
  it('shows a hold as busy until the far side confirms it, then as pressed', async () => {
    const made = await inCall();
    made.session.manual = true;
    await press(made, 'hold');
    await asked(made.session);
    await settled(document);
    expect(button(made, 'hold').ariaPressed).toBe('false');
    expect(button(made, 'hold').ariaBusy).toBe('true');
    made.session.lastRequest.confirm();
    await until(made.call, () => made.call.status === 'held');
    await settled(document);
    expect(button(made, 'hold').ariaPressed).toBe('true');
    expect(button(made, 'hold').ariaBusy).toBe('false');
    expect(made.element.matches(':state(held)')).toBe(true);
  });

  it('takes a refused hold back, says why, and lets screen readers say it', async () => {
    const made = await inCall();
    made.session.manual = true;
    await press(made, 'hold');
    await asked(made.session);
    made.session.lastRequest.refuse(488);
    await vi.waitFor(() => expect(text(made, 'problem')).toContain('refused to hold the call'), 10_000);
    expect(button(made, 'hold').ariaPressed).toBe('false');
    expect(made.call.status).toBe('connected');
    await vi.waitFor(
      () =>
        expect(document.getElementById('sidetone-announcements')?.textContent).toContain('refused to hold'),
      10_000,
    );
  });

  it('shows nothing as muted when the page cancels the request', async () => {
    const made = await inCall();
    made.provider.addEventListener(eventNames.muteRequest, (event) => event.preventDefault());
    await press(made, 'mute');
    expect(made.call.muted).toBe(false);
    expect(button(made, 'mute').ariaPressed).toBe('false');
  });

  it('does not ask twice while a request waits, but hangs up', async () => {
    const made = await inCall();
    made.session.manual = true;
    await press(made, 'hold');
    await asked(made.session);
    await settled(document);
    await press(made, 'hold');
    expect(made.session.requests).toHaveLength(1);
    await press(made, 'hangup');
    await until(made.call, () => made.call.ended);
  });
});

describe('transfer', () => {
  it('sends the call to what was typed', async () => {
    const made = await inCall();
    await press(made, 'transfer');
    await userEvent.keyboard('carol{Enter}');
    await until(made.call, () => made.call.ended);
    expect(made.call.cause).toBe('transferred');
    expect(made.session.requests.find(({method}) => method === 'REFER')?.args[0]).toBe(
      'sip:carol@pbx.example',
    );
  });

  it('leaves the call here when it is refused', async () => {
    const made = await inCall();
    made.session.manual = true;
    await press(made, 'transfer');
    await userEvent.keyboard('carol{Enter}');
    await asked(made.session);
    made.session.lastRequest.refuse(603);
    await vi.waitFor(() => expect(text(made, 'problem')).toContain('The call is still here'), 10_000);
    expect(made.call.status).toBe('connected');
  });

  it('connects with another call', async () => {
    const made = await fixture<SidetoneCallControls>(template());
    const first = await made.talk('carol');
    const second = await made.talk('bob');
    await settled(document);
    await press(made, 'transfer');
    made.element.shadowRoot!.querySelector<HTMLButtonElement>('.others button')!.click();
    await until(first.call, () => first.call.ended && second.call.ended);
    expect(second.call.cause).toBe('transferred');
  });

  it('closes on Escape, with the focus where it came from', async () => {
    const made = await inCall();
    button(made, 'transfer').focus();
    await press(made, 'transfer');
    await userEvent.keyboard('{Escape}');
    await settled(document);
    expect(text(made, 'panel')).toBeUndefined();
    expect(made.element.shadowRoot!.activeElement).toBe(button(made, 'transfer'));
  });
});

it('merges all answered calls, and names who is in it', async () => {
  const made = await fixture<SidetoneCallControls>(template());
  const first = await made.talk('carol');
  const second = await made.talk('bob');
  await settled(document);
  await press(made, 'merge');
  await vi.waitFor(
    () => expect([first.call.status, second.call.status]).toEqual(['connected', 'connected']),
    10_000,
  );
  expect(made.phone.mergedCalls).toHaveLength(2);
  await vi.waitFor(
    () => expect(made.element.shadowRoot!.textContent).toMatch(/talking together: (bob, carol|carol, bob)/),
    10_000,
  );
  expect(button(made, 'merge')).toBeNull();
});

it('sends digits from the keypad panel into this call', async () => {
  const made = await inCall();
  await press(made, 'keypad');
  const dialpad = made.element.shadowRoot!.querySelector('sidetone-dialpad')!;
  expect(dialpad.call).toBe(made.call);
});

describe('recording', () => {
  it('is offered only when asked for', async () => {
    const made = await fixture<SidetoneCallControls>(html`<sidetone-call-controls></sidetone-call-controls>`);
    await made.talk();
    await settled(document);
    expect(button(made, 'record')).toBeNull();
  });

  it('is saved as a file named after the other side, also when the call ends first', async () => {
    const made = await inCall();
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    await press(made, 'record');
    await vi.waitFor(() => expect(button(made, 'record').ariaPressed).toBe('true'), 10_000);
    made.session.end();
    await vi.waitFor(
      () => expect(saved).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d\.\d\d bob\.webm$/)]),
      10_000,
    );
    vi.restoreAllMocks();
  });

  it('is left to the page that wants the file itself', async () => {
    const made = await inCall();
    const save = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    const taken = vi.fn((event: SidetoneRecordingEvent) => event.preventDefault());
    made.provider.addEventListener('sidetone-recording', taken);
    await press(made, 'record');
    await vi.waitFor(() => expect(button(made, 'record').ariaPressed).toBe('true'), 10_000);
    await press(made, 'record');
    await vi.waitFor(() => expect(taken).toHaveBeenCalled(), 10_000);
    await settled(document);
    expect(save).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('says why it cannot be made', async () => {
    const made = await inCall();
    vi.spyOn(made.call, 'record').mockRejectedValue(new SidetoneError('recording-unavailable'));
    await press(made, 'record');
    await vi.waitFor(() => expect(text(made, 'problem')).toBe('This call cannot be recorded.'), 10_000);
    expect(button(made, 'record').ariaPressed).toBe('false');
  });
});
