import {FakeConference, FakeLeg} from '@sidetone/core/testing/fakes';
import type {Participant} from '@sidetone/core';
import {html, type TemplateResult} from 'lit';
import {until} from 'lit/directives/until.js';
import {fakePhone, type FakePhone} from '../../packages/elements/src/testing/fake-phone.js';
import {fakeRoom, phoneInRoom} from '../../packages/elements/src/testing/fake-room.js';

export {FakeConference, FakeLeg, fakeRoom};

/** A story inside a provider with a phone and a room, both made of fakes: `act` plays the others. */
export function stagedRoom(
  story: () => TemplateResult,
  act: (room: FakeConference, fake: FakePhone) => unknown = () => {},
  room: FakeConference = fakeRoom(),
): TemplateResult {
  const fake = fakePhone({country: 'CH', displayName: 'Alice'});
  const page = html`<sidetone-provider .phone=${fake.phone} .conference=${room}
    >${story()}</sidetone-provider
  >`;
  return html`${until(Promise.resolve(act(room, fake)).then(() => page))}`;
}

/** Some people and phones, in every state. */
export function company(room: FakeConference): void {
  room.show({id: 'carol', name: 'Carol Nakamura', speaking: true, level: 0.7});
  room.show({id: 'dora', name: 'Dora', muted: true, quality: 'poor'});
  phoneInRoom(room, {name: 'Erna Müller', connectedAt: Date.now() - 83_000});
  room.addLeg(new FakeLeg('ringing', {name: '+41 44 668 18 00', number: '+41446681800', status: 'ringing'}));
}

/** Somebody who shows themself: slowly changing colours instead of a face. */
export function withVideo(room: FakeConference, given: Partial<Participant> & Pick<Participant, 'id'>): void {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, {width: 320, height: 180});
  const drawing = canvas.getContext('2d')!;
  const draw = () => {
    const hue = (Date.now() / 100) % 360;
    const light = drawing.createLinearGradient(0, 0, 320, 180);
    light.addColorStop(0, `hsl(${hue} 55% 55%)`);
    light.addColorStop(1, `hsl(${hue + 50} 50% 35%)`);
    drawing.fillStyle = light;
    drawing.fillRect(0, 0, 320, 180);
    requestAnimationFrame(draw);
  };
  draw();
  room.show({
    ...given,
    videos: [{id: `${given.id}-camera`, source: 'camera', stream: canvas.captureStream(10)}],
  });
}
