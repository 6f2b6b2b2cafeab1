import {html} from 'lit';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import decodeQr from 'qr/decode.js';
import '../define/dial-in.js';
import type {JoinByPhoneRequestEvent} from '../events/index.js';
import {fixture, mount, settled, testElement, until, type Fixture} from '../testing/index.js';
import type {DialIn} from './dial-in.core.js';
import {SidetoneDialIn} from './dial-in.js';

const pin = '1234567890';
const dialIn: DialIn = {
  numbers: [
    {e164: '+41446681800', country: 'CH'},
    {e164: '+12125550100', country: 'US'},
  ],
  pin,
  language: 'de',
  languages: ['en', 'de'],
};

type Made = Pick<Fixture<SidetoneDialIn>, 'element'>;

const template = () => html`<sidetone-dial-in .dialIn=${dialIn}></sidetone-dial-in>`;
const find = <E extends HTMLElement>({element}: Made, selector: string) =>
  element.shadowRoot!.querySelector<E>(selector);
const part = <E extends HTMLElement>(made: Made, name: string) => find<E>(made, `[part~="${name}"]`);
const text = (made: Made) => made.element.shadowRoot!.textContent!.replace(/\s+/g, ' ').trim();
const announced = () =>
  [...(document.getElementById('sidetone-announcements')?.children ?? [])].map((line) => line.textContent);

afterEach(() => void vi.restoreAllMocks());

/** A gateway that answers so, and what it was asked. */
function gateway(...answers: (() => Response | Promise<Response>)[]) {
  const asked: {url: string; authorization: string | null}[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    asked.push({
      url: url instanceof Request ? url.url : String(url),
      authorization: new Headers(init?.headers).get('authorization'),
    });
    return (answers.length > 1 ? answers.shift()! : answers[0]!)();
  });
  return asked;
}

testElement<SidetoneDialIn>({
  tag: 'sidetone-dial-in',
  element: SidetoneDialIn,
  define: (again) => import(/* @vite-ignore */ `../define/dial-in.js${again}`),
  template,
  states: {
    'without numbers': ({element}) => (element.dialIn = undefined),
    'in a call': async (made) => {
      made.element.askPin = true;
      await made.element.join();
      await until(made.phone.calls[0]!, () => made.phone.calls[0]!.sipCallId !== undefined);
      made.engine.lastSession.accept();
      await settled(document);
      expect(find(made, 'sidetone-pin-entry')).not.toBeNull();
    },
    'with an error': async (made) => {
      gateway(() => Response.json({code: 'room-unknown', message: ''}, {status: 404}));
      made.element.dialIn = undefined;
      Object.assign(made.element, {gateway: 'https://gw.example', room: 'standup'});
      await expect.poll(() => text(made)).toContain('There is no such room');
    },
  },
  keyboard: async ({element, phone}) => {
    await userEvent.tab();
    expect(element.shadowRoot!.activeElement).toBe(
      part({element}, 'number')!.closest('.how')!.querySelector('select'),
    );
    await userEvent.tab();
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => phone.calls.map(({remote}) => remote.number)).toEqual(['+41446681800']);
  },
});

describe('what it shows', () => {
  it('writes the number in both ways, the PIN in groups, and links them', async () => {
    const made = await fixture<SidetoneDialIn>(template());
    expect(text(made)).toContain('+41 44 668 18 00');
    expect(text(made)).toContain('044 668 18 00');
    expect(text(made)).toContain('123 456 7890');
    expect(part<HTMLAnchorElement>(made, 'number')!.href).toBe(`tel:+41446681800,,${pin}#`);
    expect(text(made)).toContain('Prompts: German, English');
  });

  it('draws a QR code that a camera reads as the link, for the number that was chosen', async () => {
    const made = await fixture<SidetoneDialIn>(template());
    await expect.poll(() => readQr(made)).toBe(`tel:+41446681800,,${pin}#`);
    await userEvent.selectOptions(find<HTMLSelectElement>(made, 'select')!, 'United States');
    await settled(document);
    expect(part<HTMLAnchorElement>(made, 'number')!.href).toBe(`tel:+12125550100,,${pin}#`);
    await expect.poll(() => readQr(made)).toBe(`tel:+12125550100,,${pin}#`);
  });

  it('tells the languages of the number that was chosen', async () => {
    const made = await fixture<SidetoneDialIn>(template());
    const [swiss, american] = dialIn.numbers;
    const numbers = [
      {...swiss!, languages: ['fr', 'de']},
      {...american!, languages: ['en']},
    ];
    made.element.dialIn = {...dialIn, numbers};
    await settled(document);
    expect(part(made, 'languages')!.textContent).toBe('Prompts: French, German');
    await userEvent.selectOptions(find<HTMLSelectElement>(made, 'select')!, 'United States');
    await settled(document);
    expect(part(made, 'languages')!.textContent).toBe('Prompts: German, English');
  });

  it('names countries and languages as its surroundings speak', async () => {
    const made = await fixture<SidetoneDialIn>(template());
    made.provider.lang = 'fr';
    await expect.poll(() => text(made)).toContain('Annonces : allemand, anglais');
    expect(text(made)).toContain('Suisse');
  });

  it('offers the phone of the device where the page has none', async () => {
    const alone = {element: await mount<SidetoneDialIn>(template())};
    expect(part<HTMLAnchorElement>(alone, 'call')!.href).toBe(`tel:+41446681800,,${pin}#`);
    expect(part(alone, 'join')).toBeNull();
  });
});

describe('copying', () => {
  it('copies what a message needs, and says so', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const made = await fixture<SidetoneDialIn>(template());
    part(made, 'copy')!.click();
    await expect.poll(() => part(made, 'copy')!.textContent!.trim()).toBe('Copied');
    expect(write).toHaveBeenCalledWith(
      `Join by phone: +41 44 668 18 00 / 044 668 18 00\nPIN: 123 456 7890 #\ntel:+41446681800,,${pin}#`,
    );
    await expect.poll(announced).toContain('Copied');
  });

  it('says when the browser does not allow it', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'));
    const made = await fixture<SidetoneDialIn>(template());
    part(made, 'copy')!.click();
    await expect.poll(() => part(made, 'problem')?.textContent).toContain('could not be copied');
    expect(part(made, 'copy')!.textContent!.trim()).toBe('Copy');
  });
});

describe('joining with the phone of the page', () => {
  async function answered(askPin = false) {
    const made = await fixture<SidetoneDialIn>(template());
    made.element.askPin = askPin;
    const told: string[] = [];
    made.provider.addEventListener('sidetone-dtmf', ({digit}) => told.push(digit));
    part(made, 'join')!.click();
    await expect.poll(() => made.phone.calls[0]?.sipCallId).toBeDefined();
    const call = made.phone.calls[0]!;
    made.engine.lastSession.accept();
    await until(call, () => call.status === 'connected');
    return {...made, call, told, played: () => made.connections.at(-1)!.dtmf.played.replaceAll(',', '')};
  }

  it('calls the number, and enters the PIN by itself without telling anybody its digits', async () => {
    const made = await answered();
    await expect.poll(made.played, {timeout: 20_000}).toBe(`${pin}#`);
    expect(made.call.remote.number).toBe('+41446681800');
    expect(made.told).toEqual([]);
    await expect.poll(() => find(made, 'sidetone-call-status')?.matches(':state(connected)')).toBe(true);
    await made.call.sendDtmf('5');
    expect(made.told).toEqual(['5']);
  });

  it('leaves the PIN to the person who is asked for it', async () => {
    const made = await answered(true);
    await settled(document);
    const entry = find(made, 'sidetone-pin-entry')!;
    expect(entry.shadowRoot!.textContent).toContain('10 digits');
    expect(made.played()).toBe('');
    await userEvent.fill(entry.shadowRoot!.querySelector('input')!, '0987654321');
    await expect.poll(made.played).toBe('0987654321#');
  });

  it('has no PIN in its request, which can be cancelled', async () => {
    const made = await fixture<SidetoneDialIn>(template());
    const asked: JoinByPhoneRequestEvent[] = [];
    made.provider.addEventListener('sidetone-join-by-phone-request', (event) => {
      event.preventDefault();
      asked.push(event);
    });
    await made.element.join();
    expect(asked.map(({number}) => number)).toEqual(['+41446681800']);
    expect(JSON.stringify(Object.entries(asked[0]!))).not.toContain(pin);
    expect(made.phone.calls).toEqual([]);
  });

  it('does not call twice', async () => {
    const made = await answered();
    part(made, 'join')!.click();
    await settled(document);
    expect(made.phone.calls).toHaveLength(1);
  });
});

describe('asking the gateway', () => {
  const answer = () => Response.json({room: 'stand up', ...dialIn, pinGrouped: '123 456 7890'});

  it('finds gateway, session and room in the provider', async () => {
    const asked = gateway(answer);
    const made = await fixture<SidetoneDialIn>(html`<sidetone-dial-in></sidetone-dial-in>`);
    Object.assign(made.provider, {
      gateway: 'https://gw.example/sidetone',
      room: 'stand up',
      session: 'secret',
    });
    await expect.poll(() => text(made)).toContain('123 456 7890');
    expect(asked).toEqual([
      {url: 'https://gw.example/sidetone/v1/rooms/stand%20up/dial-in', authorization: 'Bearer secret'},
    ]);
  });

  it('asks by its own attributes, and again when the room is another one', async () => {
    const asked = gateway(answer);
    const element = await mount<SidetoneDialIn>(
      html`<sidetone-dial-in gateway="https://gw.example" room="one"></sidetone-dial-in>`,
    );
    await expect.poll(() => text({element})).toContain('123 456 7890');
    element.room = 'two';
    await expect.poll(() => asked.map(({url}) => url.split('/').at(-2))).toEqual(['one', 'two']);
  });

  it('says what is wrong in plain words, and tries again', async () => {
    gateway(() => Response.json({code: 'telephony-off', message: ''}, {status: 503}), answer);
    const element = await mount<SidetoneDialIn>(
      html`<sidetone-dial-in gateway="https://gw.example" room="one"></sidetone-dial-in>`,
    );
    await expect.poll(() => text({element})).toContain('This room cannot be joined by phone.');
    find({element}, '.retry')!.click();
    await expect.poll(() => text({element})).toContain('123 456 7890');
    expect(part({element}, 'problem')).toBeNull();
  });
});

/** What a camera sees of the code. */
async function readQr(made: Made): Promise<string | undefined> {
  const code = part(made, 'qr')?.querySelector('svg');
  if (!code?.querySelector('path')) return undefined;
  const side = 400;
  const copy = code.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(side));
  copy.setAttribute('height', String(side));
  const image = new Image(side, side);
  image.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(side, side).getContext('2d')!;
  canvas.fillStyle = getComputedStyle(code).backgroundColor;
  canvas.fillRect(0, 0, side, side);
  canvas.drawImage(image, 0, 0);
  const {data} = canvas.getImageData(0, 0, side, side);
  return decodeQr({width: side, height: side, data});
}
