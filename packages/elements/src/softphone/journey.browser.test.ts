import {MemoryCallHistory} from '@sidetone/core';
import {BrowserAudio} from '@sidetone/media';
import {VirtualPbx} from '@sidetone/virtual-pbx';
import {html} from 'lit';
import {expect, it, onTestFinished, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/softphone.js';
import {mount, settled} from '../testing/index.js';
import type {SidetoneSoftphone} from './softphone.js';

/** One phone with real SIP and real audio, as a page would have it, worked as a person would. */
it.each(['jssip', 'sipjs'])(
  'registers, dials, holds, resumes and hangs up; is called, answers, and keeps the history: %s',
  async (engine) => {
    const pbx = new VirtualPbx({users: {alice: 'wonderland'}});
    const history = new MemoryCallHistory();
    const audio = new BrowserAudio({storage: null, ringer: false});
    onTestFinished(() => {
      audio.close();
      pbx.close();
    });
    const element = await mount<SidetoneSoftphone>(html`
      <sidetone-softphone
        server="wss://pbx.example/ws"
        aor="sip:alice@pbx.example"
        password="wonderland"
        engine=${engine}
        register
        .openSocket=${pbx.openSocket}
        .audio=${audio}
        .history=${history}
      ></sidetone-softphone>
    `);
    const find = (selector: string) => element.shadowRoot!.querySelector<HTMLElement>(selector);
    const inside = (tag: string, selector: string) =>
      find(tag)?.shadowRoot?.querySelector<HTMLElement>(selector) ?? undefined;
    const soon = (check: () => void) => vi.waitFor(check, {timeout: 10_000});

    await soon(() => expect(find('.registration')?.textContent).toBe('Ready'));
    expect(pbx.isRegistered('alice')).toBe(true);

    find('sidetone-dialpad')!.focus();
    await userEvent.keyboard('600{Enter}');
    await soon(() => expect(inside('sidetone-call-status', '.badge')?.textContent).toContain('Connected'));

    inside('sidetone-call-controls', '.hold')!.click();
    await soon(() => expect(inside('sidetone-call-controls', '.hold')!.ariaPressed).toBe('true'));
    expect(element.phone!.calls[0]!.status).toBe('held');
    inside('sidetone-call-controls', '.hold')!.click();
    await soon(() => expect(inside('sidetone-call-controls', '.hold')!.ariaPressed).toBe('false'));

    inside('sidetone-call-controls', '.hangup')!.click();
    await soon(() => expect(pbx.legs).toEqual([]));

    const leg = pbx.call('alice', {from: {user: 'bob', displayName: 'Bob Baker'}});
    await soon(() => expect(inside('sidetone-incoming-call', '.name')?.textContent).toBe('Bob Baker'));
    inside('sidetone-incoming-call', '.answer')!.click();
    await soon(() => expect(leg.state).toBe('established'));
    await soon(() => expect(element.phone!.activeCall?.status).toBe('connected'));
    leg.hangup();

    element.section = 'history';
    await settled(document);
    await soon(() => expect(inside('sidetone-call-history', '.entry')?.textContent).toContain('Bob Baker'));
    expect((await history.list()).map(({direction}) => direction)).toEqual(['incoming', 'outgoing']);
  },
  30_000,
);
