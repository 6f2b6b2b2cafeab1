import {VirtualPbx} from '@sidetone/virtual-pbx';
import {html} from 'lit';
import {expect, it} from 'vitest';
import '../define/provider.js';
import {DialRequestEvent, request} from '../events/index.js';
import {mount, settled} from '../testing/index.js';
import type {SidetoneProvider} from './provider.js';

it('registers and calls with either engine, exchanged by one attribute', async () => {
  const pbx = new VirtualPbx({users: {alice: 'wonderland'}});
  const provider = await mount<SidetoneProvider>(html`
    <sidetone-provider
      server="wss://pbx.example/ws"
      aor="sip:alice@pbx.example"
      password="wonderland"
      register
      .history=${null}
      .openSocket=${pbx.openSocket}
    ></sidetone-provider>
  `);
  for (const engine of ['jssip', 'sipjs']) {
    provider.engine = engine;
    await settled(document);
    await expect.poll(() => provider.phone?.registration, {timeout: 10_000}).toBe('registered');
    const call = await request(provider, new DialRequestEvent('echo'));
    await expect.poll(() => call?.status, {timeout: 10_000}).toBe('connected');
    await call?.hangup();
    expect(call).toMatchObject({status: 'cleared', cause: 'hung-up'});
  }
});
