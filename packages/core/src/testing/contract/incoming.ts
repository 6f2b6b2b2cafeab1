import {expect} from 'vitest';
import {audioFlows} from '../audio-flow.js';
import type {FarCallOptions} from '../far-end.js';
import type {ContractContext} from './context.js';

export function testIncoming({farEnd, capabilities, registered, testWith}: ContractContext): void {
  const ringing = async (options?: FarCallOptions) => {
    const phone = await registered();
    const arrives = phone.nextIncoming();
    const far = await farEnd.call!(options);
    return {phone, far, ...(await arrives)};
  };

  testWith(['call'], 'tells who calls, rings, is answered, and talks', async () => {
    const {phone, far, session, events, invite} = await ringing({
      from: {user: 'carol', displayName: 'Carol "C" Example'},
      headers: [['Alert-Info', '<urn:alert:source:internal>']],
    });
    expect(invite.from).toMatchObject({displayName: 'Carol "C" Example'});
    expect(invite.from.uri).toMatch(/^sip:carol@[^;]+$/);
    expect(invite.to.uri).toMatch(farEnd.calledAs);
    expect(invite.header('alert-info')).toContain('urn:alert:source:internal');
    expect(invite.header('x-absent')).toBeUndefined();
    await far.ringing;
    const media = phone.media();
    await session.answer(media);
    await far.established;
    expect(events.of('accepted')).toHaveLength(1);
    await audioFlows(media.connection);
    session.hangup();
    expect(await far.ended).toEqual({status: 0});
    expect((await events.until('ended')).end).toMatchObject({by: 'local', code: 0});
  });

  testWith(['call', 'offerless'], 'answers a call without an offer', async () => {
    const {phone, far, session} = await ringing({offerless: true});
    const media = phone.media();
    await session.answer(media);
    await far.established;
    await audioFlows(media.connection);
  });

  for (const code of [480, 486, 603]) {
    testWith(['call'], `refuses with ${code}`, async () => {
      const {far, session, events} = await ringing();
      session.reject(code);
      expect(await far.ended).toEqual({status: code});
      expect((await events.until('ended')).end.by).toBe('local');
    });
  }

  testWith(['call'], 'refuses a caller that insists on an extension nobody has', async () => {
    const phone = await registered();
    const far = await farEnd.call!({headers: [['Require', 'x-sidetone']]});
    expect(await far.ended).toEqual({status: 420});
    expect(phone.incoming).toEqual([]);
  });

  const reliable = capabilities.reliableProvisional;
  const said = reliable ? 'rings for' : 'refuses, as it says that it will,';
  testWith(['call'], `${said} a caller that insists on reliable provisional responses`, async () => {
    const phone = await registered();
    const far = await farEnd.call!({headers: [['Require', '100rel']]});
    if (reliable) await far.ringing;
    else expect(await far.ended).toEqual({status: 420});
    expect(phone.incoming).toHaveLength(reliable ? 1 : 0);
  });

  testWith(['call'], 'tells that the caller gave up', async () => {
    const {far, events} = await ringing();
    await far.ringing;
    await far.hangup();
    const {end} = await events.until('ended');
    expect(end).toMatchObject({by: 'remote', code: 0});
    expect(end.reasonHeader?.cause).not.toBe(200);
    expect(await far.ended).toEqual({status: 487});
  });

  testWith(['call'], 'tells that the call was answered elsewhere', async () => {
    const {far, events} = await ringing();
    await far.ringing;
    await far.hangup({protocol: 'SIP', cause: 200, text: 'Call completed elsewhere'});
    expect((await events.until('ended')).end).toMatchObject({
      by: 'remote',
      code: 0,
      reason: 'Call completed elsewhere',
      reasonHeader: {protocol: 'SIP', cause: 200},
    });
  });

  testWith(['call'], 'tells that the caller hung up, and why', async () => {
    const {phone, far, session, events} = await ringing();
    await session.answer(phone.media());
    await far.established;
    await far.hangup({protocol: 'Q.850', cause: 16, text: 'Normal call clearing'});
    expect((await events.until('ended')).end).toMatchObject({
      by: 'remote',
      code: 0,
      reasonHeader: {protocol: 'Q.850', cause: 16},
    });
  });

  testWith(['call'], 'cannot be answered once the caller gave up', async () => {
    const {phone, far, session, events} = await ringing();
    await far.ringing;
    await far.hangup();
    await events.until('ended');
    await expect(session.answer(phone.media())).rejects.toThrow();
  });

  testWith(['call'], 'holds two calls at once', async () => {
    const first = await ringing();
    await first.session.answer(first.phone.media());
    const arrives = first.phone.nextIncoming();
    const far = await farEnd.call!();
    const second = await arrives;
    await second.session.answer(first.phone.media());
    await far.established;
    second.session.hangup();
    await far.ended;
    expect(first.events.of('ended')).toEqual([]);
  });
}
