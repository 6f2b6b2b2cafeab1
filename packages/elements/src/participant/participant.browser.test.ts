import type {Participant} from '@sidetone/core';
import {FakeLeg, fakeParticipant} from '@sidetone/core/testing/fakes';
import {html} from 'lit';
import {describe, expect, it} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/participant.js';
import {enter, fixture, settled, testElement, type Fixture} from '../testing/index.js';
import {SidetoneParticipant} from './participant.js';

type Made = Pick<Fixture<SidetoneParticipant>, 'element'>;

const bob = (facts: Partial<Participant> = {}) => fakeParticipant({id: 'bob', name: 'Bob Baker', ...facts});
const template = () => html`<sidetone-participant .participant=${bob()}></sidetone-participant>`;
const part = ({element}: Made, name: string) =>
  element.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`);
const text = ({element}: Made) => element.shadowRoot!.textContent!.replace(/\s+/g, ' ').trim();

async function make(facts: Partial<SidetoneParticipant> = {}) {
  const made = await fixture<SidetoneParticipant>(template());
  const room = await enter(made);
  Object.assign(made.element, facts);
  await settled(document);
  return {...made, room};
}

const talkingPhone = () =>
  new FakeLeg('1', {name: 'Erna', number: '+41446681800', status: 'connected', connectedAt: Date.now()});

testElement<SidetoneParticipant>({
  tag: 'sidetone-participant',
  element: SidetoneParticipant,
  define: (again) => import(/* @vite-ignore */ `../define/participant.js${again}`),
  template,
  states: {
    'speaking, with a weak connection': ({element}) =>
      (element.participant = bob({speaking: true, level: 0.6, quality: 'poor'})),
    'muted and away': ({element}) => (element.participant = bob({muted: true, away: true, local: true})),
    'a phone with its controls': ({element}) => {
      element.participant = undefined;
      element.leg = talkingPhone();
      element.open = true;
    },
    'a phone that is busy': ({element}) => {
      element.participant = undefined;
      element.leg = new FakeLeg('1', {name: 'Erna', status: 'rejected', cause: 'busy'});
    },
    'with video': ({element}) =>
      (element.participant = bob({videos: [{id: '1', source: 'camera', stream: new MediaStream()}]})),
  },
  keyboard: async ({element, provider}) => {
    await enter({provider});
    const leg = talkingPhone();
    element.leg = leg;
    await settled(document);
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await settled(document);
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => leg.muted).toBe('microphone');
  },
});

describe('a person', () => {
  it('says who they are and how they are, in words', async () => {
    const made = await make({participant: bob({muted: true, quality: 'lost', local: true})});
    expect(text(made)).toContain('Bob Baker');
    expect(text(made)).toContain('You');
    expect(text(made)).toContain('Muted');
    expect(text(made)).toContain('Weak connection');
    made.element.participant = bob({away: true});
    await settled(document);
    expect(text(made)).toContain('Away for the moment');
    expect(text(made)).not.toContain('Muted');
  });

  it('is drawn as loud as they are, and marked while they speak', async () => {
    const made = await make();
    expect(made.element.matches(':state(speaking)')).toBe(false);
    made.room.levels({bob: 0.5});
    await settled(document);
    expect(part(made, 'avatar')!.style.getPropertyValue('--_level')).toBe('0.50');
    expect(made.element.matches(':state(speaking)')).toBe(true);
    expect(text(made)).toContain('Speaking');
    made.room.levels({bob: 0});
    await settled(document);
    expect(made.element.matches(':state(speaking)')).toBe(false);
  });

  it('shows what they show, without playing its sound', async () => {
    const stream = new MediaStream();
    const made = await make({participant: bob({videos: [{id: '1', source: 'screen', stream}]})});
    const video = part(made, 'video') as HTMLVideoElement;
    expect(video.srcObject).toBe(stream);
    expect(video.muted).toBe(true);
    expect(video.ariaLabel).toBe('Screen of Bob Baker');
  });
});

describe('a phone', () => {
  it('has a badge that follows its call, and its number beside its name', async () => {
    const leg = new FakeLeg('1', {name: 'Erna', number: '+41446681800', status: 'ringing'});
    const made = await make({participant: undefined, leg});
    const badge = () =>
      made.element.shadowRoot!.querySelector('sidetone-call-status')!.shadowRoot!.textContent;
    expect(badge()).toContain('Ringing');
    expect(text(made)).toContain('+41 44 668 18 00');
    leg.set({status: 'rejected', cause: 'busy'});
    await settled(document);
    expect(badge()).toMatch(/Not connected\s+Busy/);
  });

  it('that is called can be hung up at once', async () => {
    const leg = new FakeLeg('1', {name: 'Erna', status: 'ringing'});
    const made = await make({participant: undefined, leg});
    part(made, 'hangup')!.click();
    await expect.poll(() => leg.requests).toEqual(['hangup']);
    await settled(document);
    expect(part(made, 'hangup')).toBeNull();
  });

  it('that talks shows its controls on request, and no more when it is over', async () => {
    const leg = talkingPhone();
    const made = await make({leg});
    part(made, 'more')!.click();
    await settled(document);
    expect(made.element.shadowRoot!.querySelector('sidetone-leg-controls')!.leg).toBe(leg);
    leg.set({status: 'cleared', cause: 'remote-hung-up'});
    await settled(document);
    expect(made.element.open).toBe(false);
    expect(made.element.shadowRoot!.querySelector('sidetone-leg-controls')).toBeNull();
  });

  it('says through whose page it is heard', async () => {
    const caller = bob({kind: 'phone', via: 'page', hostId: 'eve'});
    const made = await make({participant: caller, pageOf: fakeParticipant({id: 'eve', name: 'Eve'})});
    expect(text(made)).toContain('Through Eve’s page');
  });
});
