import {html} from 'lit';
import {describe, expect, it} from 'vitest';
import '../define/call-status.js';
import {fixture, mount, settled, testElement} from '../testing/index.js';
import {SidetoneCallStatus} from './call-status.js';

const text = (element: SidetoneCallStatus) => element.shadowRoot!.textContent!.replace(/\s+/g, ' ').trim();
const announced = () =>
  [...(document.getElementById('sidetone-announcements')?.children ?? [])].map((line) => line.textContent);
const make = () => fixture<SidetoneCallStatus>(html`<sidetone-call-status></sidetone-call-status>`);

testElement<SidetoneCallStatus>({
  tag: 'sidetone-call-status',
  element: SidetoneCallStatus,
  define: (again) => import(/* @vite-ignore */ `../define/call-status.js${again}`),
  template: () => html`<sidetone-call-status></sidetone-call-status>`,
  states: {
    calling: ({dial}) => dial(),
    connected: ({talk}) => talk(),
    held: async ({talk}) => (await talk()).call.hold(),
    busy: async ({dial}) => (await dial()).session.end({code: 486}),
    over: async ({talk}) => (await talk()).session.end(),
  },
  keyboard: async ({element, talk}) => {
    await talk();
    await settled(document);
    expect(element.shadowRoot!.querySelector('[tabindex], button, a')).toBe(null); // nothing to operate
  },
});

describe('the current call', () => {
  it('shows each state as the call confirms it', async () => {
    const {element, dial} = await make();
    expect(text(element)).toBe('');
    const {call, session} = await dial();
    await settled(document);
    expect(text(element)).toBe('Calling');
    session.progress(180);
    await settled(document);
    expect(text(element)).toBe('Ringing');
    session.accept();
    await settled(document);
    expect(text(element)).toMatch(/^Connected \d:\d\d$/);
    expect(element.matches(':state(connected)')).toBe(true);
    await call.hold();
    await settled(document);
    expect(text(element)).toMatch(/^On hold \d:\d\d$/);
    session.remoteDirection('inactive');
    session.end();
    await settled(document);
    expect(text(element)).toMatch(/^Call ended The other side hung up \d:\d\d$/);
  });

  it('says why a call was not connected', async () => {
    const {element, dial} = await make();
    (await dial()).session.end({code: 486});
    await settled(document);
    expect(text(element)).toBe('Not connected Busy');
  });

  it.each([
    ['en', 'Not connected Number has changed, now \u2068+41 44 668 18 00\u2069'],
    ['de', 'Nicht verbunden Rufnummer hat sich geändert, jetzt \u2068+41 44 668 18 00\u2069'],
    ['ar', 'تغيّر الرقم، الآن \u2068+41 44 668 18 00\u2069'],
  ])('says where a call should go instead, in %s', async (language, words) => {
    const {element, provider, dial} = await make();
    provider.lang = language;
    (await dial()).session.end({code: 301, contacts: ['sip:+41446681800@pbx.example']});
    await expect.poll(() => text(element)).toContain(words);
    await expect.poll(() => announced().some((line) => line?.includes('+41 44 668 18 00'))).toBe(true);
  });

  it.each([
    ['en', 'Lines are busy, try again in 30 seconds'],
    ['de', 'Leitungen überlastet, bitte in 30 Sekunden wieder versuchen'],
    ['fr', 'Lignes encombrées, réessayez dans 30 secondes'],
    ['es', 'Líneas saturadas, inténtelo de nuevo en 30 segundos'],
    ['ar', 'الخطوط مشغولة، حاول بعد 30 ثانية'],
  ])('says when to try again, in %s', async (language, words) => {
    const {element, provider, dial} = await make();
    provider.lang = language;
    (await dial()).session.end({code: 503, retryAfter: 30});
    await expect.poll(() => text(element)).toContain(words);
  });

  it('says to try later when the server does not say when', async () => {
    const {element, dial} = await make();
    (await dial()).session.end({code: 503});
    await settled(document);
    expect(text(element)).toBe('Not connected Lines are busy, try later');
  });

  it('says who holds', async () => {
    const {element, talk} = await make();
    (await talk()).session.remoteDirection('sendonly');
    await settled(document);
    expect(text(element)).toContain('The other side has put you on hold');
  });

  it('announces each change once, with the name, also when two badges show it', async () => {
    const {provider, talk} = await make();
    provider.append(document.createElement('sidetone-call-status'));
    const {session} = await talk('dora');
    await expect.poll(() => announced().filter((line) => line === 'dora: Connected')).toHaveLength(1);
    session.end();
    const over = 'dora: Call ended, The other side hung up';
    await expect.poll(() => announced().filter((line) => line === over)).toHaveLength(1);
    expect(announced().some((line) => /\d:\d\d/.test(line ?? ''))).toBe(false);
  });

  it('speaks the language around it, and follows when that changes', async () => {
    const {element, provider, talk} = await make();
    await talk();
    provider.lang = 'de-CH';
    await expect.poll(() => text(element)).toContain('Verbunden');
    provider.lang = 'ar';
    await expect.poll(() => text(element)).toContain('متصل');
    provider.lang = '';
    await expect.poll(() => text(element)).toContain('Connected');
  });
});

describe('a phone leg elsewhere', () => {
  it('shows what its attributes say', async () => {
    const element = await mount<SidetoneCallStatus>(
      html`<sidetone-call-status status="rejected" cause="no-answer"></sidetone-call-status>`,
    );
    expect(text(element)).toBe('Not connected No answer');
    element.cause = '';
    element.status = 'connected';
    element.since = new Date(Date.now() - 65_000).toISOString();
    await settled(document);
    expect(text(element)).toMatch(/^Connected 1:0\d$/);
  });

  it('announces a change with its label, and not how it was found', async () => {
    const element = await mount<SidetoneCallStatus>(
      html`<sidetone-call-status status="ringing" label="Erna"></sidetone-call-status>`,
    );
    element.status = 'connected';
    await expect.poll(announced).toContain('Erna: Connected');
    expect(announced()).not.toContain('Erna: Ringing');
  });

  it('says nothing when it is quiet', async () => {
    const quiet = await mount<SidetoneCallStatus>(
      html`<sidetone-call-status status="ringing" label="Quiet" quiet></sidetone-call-status>`,
    );
    const loud = await mount<SidetoneCallStatus>(
      html`<sidetone-call-status status="ringing" label="Loud"></sidetone-call-status>`,
    );
    quiet.status = 'connected';
    loud.status = 'connected';
    await expect.poll(announced).toContain('Loud: Connected');
    expect(announced()).not.toContain('Quiet: Connected');
  });

  it('counts on while it is watched', async () => {
    const element = await mount<SidetoneCallStatus>(
      html`<sidetone-call-status status="connected" since=${Date.now()}></sidetone-call-status>`,
    );
    const first = text(element);
    await expect.poll(() => text(element), {timeout: 10_000}).not.toBe(first);
  });
});
