import type {QualityReport} from '@sidetone/media';
import {html} from 'lit';
import {expect, it, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/call-quality.js';
import {fixture, settled, testElement, type Fixture} from '../testing/index.js';
import {SidetoneCallQuality} from './call-quality.js';

type Made = Pick<Fixture<SidetoneCallQuality>, 'element'>;

const template = () => html`<sidetone-call-quality></sidetone-call-quality>`;
const words = ({element}: Made) => element.shadowRoot!.textContent!.replace(/\s+/g, ' ').trim();
const bars = ({element}: Made) => element.shadowRoot!.querySelectorAll('.bar.on').length;

const report = (given: Partial<QualityReport> = {}): QualityReport => ({
  mos: 4.1,
  lossIn: 0.004,
  lossOut: 0.012,
  jitter: 12.4,
  roundTrip: 48,
  jitterBuffer: 40,
  codec: 'opus',
  bitrateIn: 32_000,
  bitrateOut: 32_000,
  packetsIn: 50,
  packetsOut: 50,
  microphone: -30,
  warnings: [],
  ...given,
});

testElement<SidetoneCallQuality>({
  tag: 'sidetone-call-quality',
  element: SidetoneCallQuality,
  define: (again) => import(/* @vite-ignore */ `../define/call-quality.js${again}`),
  template,
  states: {
    'open, with warnings': ({element}) => {
      element.report = report({mos: 2.1, warnings: ['loss-in', 'silent-microphone']});
      element.open = true;
    },
    good: ({element}) => (element.report = report()),
  },
  keyboard: async (made) => {
    made.element.report = report();
    await settled(document);
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(made.element.open).toBe(true), 10_000);
  },
});

it('says in bars and a word how good it is, and why in values', async () => {
  const made = await fixture<SidetoneCallQuality>(template());
  made.element.report = report();
  await settled(document);
  expect(bars(made)).toBe(4);
  expect(words(made)).toContain('Call quality, Good');
  expect(words(made)).toMatch(
    /Lost on the way here 0\.4% Lost on the way there 1\.2% Jitter 12 ms Round trip 48 ms/,
  );
});

it('explains what is noticed in plain language, and is no live region', async () => {
  const made = await fixture<SidetoneCallQuality>(template());
  made.element.report = report({mos: 1.9, warnings: ['no-audio-in']});
  await settled(document);
  expect(words(made)).toContain('Nothing is coming from the other side.');
  expect(made.element.matches(':state(warning)')).toBe(true);
  expect(made.element.shadowRoot!.querySelector('[aria-live], [role=status], [role=alert]')).toBeNull();
});

it('shows nothing without an answered call, and ends with it', async () => {
  const made = await fixture<SidetoneCallQuality>(template());
  expect(words(made)).toBe('');
  const {session} = await made.talk();
  await settled(document);
  expect(words(made)).toContain('Measuring');
  session.end();
  await settled(document);
  expect(words(made)).toBe('');
});
