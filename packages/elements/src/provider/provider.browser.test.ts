import type {Phone} from '@sidetone/core';
import {html, LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import {describe, expect, it} from 'vitest';
import '../define/provider.js';
import {CallController} from '../controllers/call-controller.js';
import {PhoneController} from '../controllers/phone-controller.js';
import {DialRequestEvent, HoldRequestEvent, request, type SidetoneErrorEvent} from '../events/index.js';
import {fakeOptions, fakePhone, fixture, hands, mount, settled, testElement} from '../testing/index.js';
import {SidetoneProvider} from './provider.js';

class PhoneProbe extends LitElement {
  @property({attribute: false}) call = undefined;
  readonly phone = new PhoneController(this);
  readonly current = new CallController(this);
}
customElements.define('phone-probe', PhoneProbe);

/** A provider that makes a phone of fakes from its attributes. */
async function configured(attributes: Partial<SidetoneProvider> = {}) {
  const {connections, ...fakes} = fakeOptions();
  const provider = await mount<SidetoneProvider>(
    html`<sidetone-provider><phone-probe></phone-probe></sidetone-provider>`,
  );
  Object.assign(
    provider,
    fakes,
    {history: null, server: 'wss://pbx.example/ws', aor: 'sip:alice@pbx.example'},
    attributes,
  );
  provider.setAttribute('password', 'top secret');
  await settled(document);
  return {provider, probe: provider.firstElementChild as PhoneProbe, connections, ...fakes};
}

const registered = (phone: Phone | undefined) => expect.poll(() => phone?.registration).toBe('registered');

testElement<SidetoneProvider>({
  tag: 'sidetone-provider',
  element: SidetoneProvider,
  define: (again) => import(/* @vite-ignore */ `../define/provider.js${again}`),
  template: () => html`<sidetone-provider></sidetone-provider>`,
  states: {
    misconfigured: ({element}) => {
      element.server = 'wss://pbx.example/ws';
      element.aor = 'nonsense';
    },
  },
  keyboard: async ({element}) => expect(element.shadowRoot!.querySelector('button, [tabindex]')).toBe(null),
});

describe('configuration', () => {
  it('makes a phone that registers, and hands it to what is inside', async () => {
    const {provider, probe, engine} = await configured({register: true});
    await registered(provider.phone);
    expect(engine.lastAgent.options).toMatchObject({aor: 'sip:alice@pbx.example', authUser: 'alice'});
    expect(probe.phone.phone).toBe(provider.phone);
  });

  it('needs nothing but a gateway', async () => {
    const asked: string[] = [];
    const original = globalThis.fetch;
    globalThis.fetch = async (url) => {
      asked.push(String(url));
      const access = {
        servers: ['wss://pbx.example/ws'],
        aor: 'sip:m7@pbx.example',
        authUser: 'm7',
        password: 'p',
      };
      return Response.json(access);
    };
    try {
      const {provider, engine} = await configured({
        server: '',
        aor: '',
        gateway: 'https://gw.example',
        register: true,
      });
      await registered(provider.phone);
      expect(asked).toEqual(['https://gw.example/v1/me/sip']);
      expect(engine.lastAgent.options).toMatchObject({
        aor: 'sip:m7@pbx.example',
        authUser: 'm7',
        password: 'p',
      });
    } finally {
      globalThis.fetch = original;
    }
  });

  it('makes no phone of a gateway that is for the room alone', async () => {
    const {provider} = await configured({server: '', aor: '', gateway: 'https://gw.example', noPhone: true});
    expect(provider.phone).toBeUndefined();
    provider.noPhone = false;
    await settled(document);
    expect(provider.phone).toBeDefined();
    provider.noPhone = true;
    await settled(document);
    expect(provider.phone).toBeUndefined();
  });

  it('takes the password off the page, and uses it', async () => {
    const {provider, engine} = await configured({register: true});
    await registered(provider.phone);
    expect(engine.lastAgent.credentials.password).toBe('top secret');
    expect(provider.hasAttribute('password')).toBe(false);
    expect(document.documentElement.outerHTML).not.toContain('top secret');
  });

  it('does not register unless it is asked to', async () => {
    const {provider, engine} = await configured();
    expect(provider.phone?.registration).toBe('unregistered');
    expect(engine.agents).toEqual([]);
    provider.register = true;
    await registered(provider.phone);
  });

  it('shows what is wrong, tells the page, and works once it is put right', async () => {
    const codes: string[] = [];
    const tell = (event: SidetoneErrorEvent) => codes.push(event.error.code);
    document.addEventListener('sidetone-error', tell);
    const {provider} = await configured({aor: 'alice'});
    expect(provider.shadowRoot!.textContent).toContain('not of the form sip:user@domain');
    expect(provider.phone).toBeUndefined();
    expect(codes).toContain('configuration-invalid');
    provider.aor = 'sip:alice@pbx.example';
    await settled(document);
    expect(provider.phone).toBeDefined();
    expect(provider.shadowRoot!.textContent!.trim()).toBe('');
    document.removeEventListener('sidetone-error', tell);
  });

  it('refuses an engine it does not know, by name', async () => {
    const {provider} = await configured({engine: 'magic'});
    expect(provider.shadowRoot!.textContent).toContain('"magic" is none of jssip, sipjs');
  });

  it('changes the phone only when no call lives', async () => {
    const made = await configured();
    const before = made.provider.phone!;
    const {call, session} = await hands(before, made.engine).talk();
    made.provider.displayName = 'Alice in Wonderland';
    await settled(document);
    expect(made.provider.phone).toBe(before);
    expect(call.status).toBe('connected');
    session.end();
    await expect.poll(() => made.provider.phone === before).toBe(false);
    expect(made.provider.phone?.account.displayName).toBe('Alice in Wonderland');
    expect(made.probe.phone.phone).toBe(made.provider.phone);
  });
});

describe('life in the page', () => {
  it('keeps phone, registration and call when it is moved', async () => {
    const {provider, probe, engine} = await configured({register: true});
    await registered(provider.phone);
    const phone = provider.phone!;
    const {call} = await hands(phone, engine).talk();
    const place = document.createElement('section');
    provider.parentElement!.append(place);
    place.append(provider);
    await settled(document);
    expect(provider.phone).toBe(phone);
    expect(engine.agents[0]?.requests).toHaveLength(1);
    expect(call.status).toBe('connected');
    expect(probe.current.call).toBe(call);
  });

  it('hangs up and unregisters when it is taken out, and starts anew when it comes back', async () => {
    const {provider, engine} = await configured({register: true});
    await registered(provider.phone);
    const {call} = await hands(provider.phone!, engine).talk();
    const place = provider.parentElement!;
    provider.remove();
    await expect.poll(() => call.ended).toBe(true);
    await expect.poll(() => engine.agents[0]?.lastRequest.method).toBe('UNREGISTER');
    expect(provider.phone).toBeUndefined();
    place.append(provider);
    await settled(document);
    await registered(provider.phone);
  });

  it('leaves a phone of the page’s own alone', async () => {
    const fake = fakePhone();
    const {provider} = await fixture(html`<phone-probe></phone-probe>`, fake);
    const {call} = await fake.talk();
    provider.remove();
    await settled(document);
    expect(call.status).toBe('connected');
  });

  it('is found by elements that were there before it, moved in, and moved out', async () => {
    const probe = await mount<PhoneProbe>(html`<phone-probe></phone-probe>`);
    expect(probe.phone.phone).toBeUndefined();
    const provider = document.createElement('sidetone-provider');
    const {phone, talk} = fakePhone();
    provider.phone = phone;
    probe.parentElement!.append(provider);
    provider.append(probe);
    expect(probe.phone.phone).toBe(phone);
    const {call} = await talk();
    expect(probe.current.call).toBe(call);
    provider.after(probe);
    expect(probe.phone.phone).toBeUndefined();
    expect(probe.current.call).toBeUndefined();
  });

  it('is found when it is upgraded after what is inside', async () => {
    const tag = 'late-provider';
    const probe = (await mount(html`<late-provider><phone-probe></phone-probe></late-provider>`))
      .firstElementChild as PhoneProbe;
    const late = probe.parentElement as SidetoneProvider;
    customElements.define(tag, class extends SidetoneProvider {});
    const {phone} = fakePhone();
    late.phone = phone;
    await settled(document);
    expect(probe.phone.phone).toBe(phone);
  });
});

describe('requests and facts', () => {
  it('carries requests out and tells what came of them', async () => {
    const {element, phone, provider, engine} = await fixture<PhoneProbe>(html`<phone-probe></phone-probe>`);
    const statuses: string[] = [];
    provider.addEventListener('sidetone-call-change', ({call}) => statuses.push(call.status));
    const call = await request(element, new DialRequestEvent('600'));
    expect(phone.calls).toEqual([call]);
    await expect.poll(() => call?.sipCallId).toBeDefined();
    engine.lastSession.accept();
    await request(element, new HoldRequestEvent(call!));
    expect(call?.status).toBe('held');
    expect([...new Set(statuses)]).toEqual(['accepted', 'connected', 'held']);
  });

  it('tells a refusal to who asked and to the page', async () => {
    const {element, talk, provider} = await fixture<PhoneProbe>(html`<phone-probe></phone-probe>`);
    const {call, session} = await talk();
    const told: SidetoneErrorEvent[] = [];
    provider.addEventListener('sidetone-error', (event) => told.push(event));
    session.manual = true;
    const asked = request(element, new HoldRequestEvent(call));
    await expect.poll(() => session.requests.length).toBeGreaterThan(0);
    session.lastRequest.refuse(488);
    await expect(asked).rejects.toMatchObject({code: 'hold-refused'});
    expect(told.map(({error, call: about}) => [error.code, about])).toEqual([['hold-refused', call]]);
    expect(call.status).toBe('connected');
  });

  it('does nothing that a listener further out has cancelled', async () => {
    const {element, phone} = await fixture<PhoneProbe>(html`<phone-probe></phone-probe>`);
    document.addEventListener('sidetone-dial-request', (event) => event.preventDefault(), {once: true});
    expect(await request(element, new DialRequestEvent('600'))).toBeUndefined();
    expect(phone.calls).toEqual([]);
  });

  it('says by name that nobody owns a phone here', async () => {
    const probe = await mount<PhoneProbe>(html`<phone-probe></phone-probe>`);
    await expect(request(probe, new DialRequestEvent('600'))).rejects.toMatchObject({
      code: 'provider-missing',
    });
  });

  it('lets the page keep an incoming call from ringing aloud', async () => {
    const {provider, ring, audio} = await fixture(html`<phone-probe></phone-probe>`);
    provider.addEventListener('sidetone-incoming-call', (event) => event.preventDefault(), {once: true});
    const {call} = await ring();
    expect(call.status).toBe('ringing');
    expect(audio.tone).toBeUndefined();
    call.reject();
    await ring();
    expect(audio.tone).toBe('ringing');
  });

  it('keeps a call that ended the current one, long enough to read why', async () => {
    const {element, dial} = await fixture<PhoneProbe>(html`<phone-probe></phone-probe>`);
    const {call, session} = await dial();
    session.end({code: 486});
    await settled(document);
    expect(element.current.call).toBe(call);
    expect(element.current.call?.cause).toBe('busy');
  });
});
