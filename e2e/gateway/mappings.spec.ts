import {extensions, type Caller, type Provider} from '../../packages/stack/src/index.js';
import type {GatewayPhone} from '../support/gateway.js';
import {accounts, browsers, expect, test} from '../support/provider.js';

const insert = `insert into sip_user_mappings
  (sip_user, sip_password, sip_host, sip_port, sip_parameters, sip_headers, peer_type, peer_id, register, can_call, can_be_called)
  values ($1, 'wonderland', 'sidetone.test', 5060, '{"transport": "udp"}', '{}', 1, $2, true, true, true)`;

const permit = 'update sip_user_mappings set can_call = $2, can_be_called = $3 where sip_user = $1';

test('a user inserted by SQL registers with the gateway attribute alone, and is called and calls', async ({
  softphone,
  sql,
  stack,
}) => {
  await sql(insert, ['grace', 501]);
  await sql(insert, ['heidi', 502]);
  const grace = await softphone('501', 440);
  const heidi = await softphone('502', 1010);
  await grace.isReady();
  await heidi.isReady();
  const registered = await stack.sip.waitFor(
    (message) =>
      message.method === 'REGISTER' && message.status === 0 && Boolean(message.header('authorization')),
  );
  expect(registered.header('from')).toMatch(/sip:(grace|heidi)@sidetone\.test/);
  await grace.dial('heidi');
  await heidi.button('Answer').click();
  await grace.hears(1010);
  await heidi.hears(440);
  const [row] = await sql(`select sip_password from sip_user_mappings where sip_user = 'grace'`);
  expect(row?.['sip_password']).not.toContain('wonderland');
});

test('what a user may do is asked at each call: can_call and can_be_called, changed by SQL', async ({
  softphone,
  sql,
  stack,
}) => {
  test.slow();
  await sql(insert, ['judy', 503]);
  await sql(insert, ['kevin', 504]);
  const judy = await softphone('503', 440);
  const kevin = await softphone('504', 1010);
  await judy.isReady();
  await kevin.isReady();
  const refused = async () => {
    stack.sip.clear();
    await judy.dial('kevin');
    await stack.sip.waitFor(({method, status}) => method === 'INVITE' && status === 403);
    await expect(kevin.button('Answer')).toBeHidden();
  };
  await sql(permit, ['judy', false, true]);
  await refused();
  await sql(permit, ['judy', true, true]);
  await sql(permit, ['kevin', true, false]);
  await refused();
  await sql(permit, ['kevin', true, true]);
  await judy.dial('kevin');
  await kevin.button('Answer').click();
  await kevin.hears(440);
});

test('a user who may not register is refused by Asterisk', async ({softphone, sql, stack}) => {
  await sql(insert, ['liam', 505]);
  await sql(`update sip_user_mappings set register = false where sip_user = 'liam'`);
  stack.sip.clear();
  const liam = await softphone('505');
  await stack.sip.waitFor(({method, status}) => method === 'REGISTER' && status > 401);
  await expect(liam.phone.locator('[part=registration]')).not.toHaveText('Ready');
});

test('a new user gets a mapping with its session, and is reachable at once', async ({softphone, sql}) => {
  const mallory = await softphone('434', 440);
  const [row] = await sql(`select sip_user, sip_host from sip_user_mappings where peer_id = 434`);
  expect(row).toEqual({sip_user: '434', sip_host: 'sidetone.test'});
  const niaj = await softphone('435', 1010);
  await mallory.isReady();
  await niaj.isReady();
  await niaj.dial('434');
  await mallory.button('Answer').click();
  await mallory.hears(1010);
});

test('"register" taken away and given back counts from the next call on', async ({softphone, sql, stack}) => {
  test.slow();
  await sql(insert, ['olga', 506]);
  await sql(insert, ['peter', 507]);
  const olga = await softphone('506', 440);
  const peter = await softphone('507', 1010);
  await olga.isReady();
  await peter.isReady();
  const register = (value: boolean) =>
    sql(`update sip_user_mappings set register = $1 where sip_user = 'peter'`, [value]);
  await register(false);
  stack.sip.clear();
  await olga.dial('peter');
  await stack.sip.waitFor(({method, status}) => method === 'INVITE' && status === 480);
  await expect(peter.button('Answer')).toBeHidden();
  await register(true);
  await olga.dial('peter');
  await peter.button('Answer').click();
  await olga.hears(1010);
  await peter.hears(440);
});

test('a mapped user dials what the operator lets users dial', async ({softphone, sql}) => {
  await sql(insert, ['quinn', 508]);
  const quinn = await softphone('508', 440);
  await quinn.isReady();
  await quinn.dial(extensions.tone);
  await quinn.hears(1000);
});

/** The provider calls a user, who answers; then the user calls the provider. Both calls are heard; resolves with the far side of the second, which goes on. */
async function callsBothWays(phone: GatewayPhone, provider: Provider, user: string): Promise<Caller> {
  const calling = provider.call(user);
  await phone.button('Answer').click();
  const caller = await calling;
  caller.say(1000);
  await phone.hears(1000);
  await caller.ears.hears(440);
  await caller.hangUp();
  await expect(phone.button('Hang up')).toBeHidden();

  provider.stack.ari.clear();
  await phone.dial('7000');
  const called = await provider.called(user);
  called.say(1630);
  await phone.hears(1630);
  return called;
}

for (const [user, transport, peer] of [
  ['mia', 'udp', 509],
  ['tom', 'tls', 510],
] as const)
  test(`a browser is the phone of a ${transport} mapping: the provider calls it, and it calls through the provider`, async ({
    provider,
    softphone,
    sql,
    stack,
  }) => {
    test.slow();
    const port = transport === 'tls' ? provider.ports.tls : provider.ports.udp;
    await sql(
      `insert into sip_user_mappings (sip_user, sip_password, sip_host, sip_port, sip_parameters, peer_id)
       values ($1, $2, '127.0.0.1', $3, $4, $5)`,
      [user, accounts[user], port, {transport}, peer],
    );
    const phone = await softphone(`${peer}`, 440);
    await phone.isReady();
    // Asterisk registers for the user, by the transport that the mapping names.
    await expect.poll(() => provider.contact(user), {message: `${user} is registered`}).toContain(user);
    const register = provider.stack.sip
      .messages()
      .find(
        ({method, status, text}) => method === 'REGISTER' && status === 0 && text.includes(`sip:${user}@`),
      );
    expect(register?.header('via')).toContain(`SIP/2.0/${transport.toUpperCase()}`);

    const called = await callsBothWays(phone, provider, user);
    await called.ears.hears(440);

    // A permission that is taken away counts from the next call on, also from outside.
    await phone.button('Hang up').click();
    await expect(phone.button('Hang up')).toBeHidden();
    await called.hangUp();
    await sql(permit, [user, true, false]);
    await expect(provider.call(user)).rejects.toThrow('cause 21');
    await sql(permit, [user, false, true]);
    stack.sip.clear();
    await phone.dial('7000');
    await stack.sip.waitFor(({method, status}) => method === 'INVITE' && status === 403);
  });

for (const [user, transport, peer] of [
  ['uma', 'wss', 511],
  ['wim', 'ws', 512],
] as const)
  test(`a browser is itself the user of a ${transport} mapping, on the server that it names: it is called there, and calls`, async ({
    application,
    provider,
    softphone,
    sql,
  }) => {
    test.slow();
    const {wss, ari} = provider.stack.addresses.asterisk;
    const {host, port, pathname} = new URL(transport === 'wss' ? wss : new URL('/ws', ari.url));
    await sql(
      `insert into sip_user_mappings (sip_user, sip_password, sip_host, sip_port, sip_parameters, sip_headers, peer_id)
       values ($1, $2, 'provider.test', $3, $4, $5, $6)`,
      [user, browsers[user], Number(port), {transport, method: 'GET'}, {host, location: pathname}, peer],
    );
    const authorization = `Bearer ${await application.session(`${peer}`)}`;
    const handedOut = await fetch(`${application.url}/v1/me/sip`, {headers: {authorization}});
    expect(await handedOut.json()).toMatchObject({
      servers: [`${transport}://${host}${pathname}`, `${transport}://provider.test:${port}${pathname}`],
      aor: `sip:${user}@provider.test`,
      passwordKind: 'mapping',
    });
    const phone = await softphone(`${peer}`, 440);
    await phone.isReady();
    const register = await provider.stack.sip.waitFor(
      ({method, status, text}) => method === 'REGISTER' && status === 0 && text.includes(`sip:${user}@`),
    );
    expect(register.header('via')).toContain(`SIP/2.0/${transport.toUpperCase()} `);
    expect(register.header('to')).toContain(`sip:${user}@provider.test`);
    // What the operator's register.expires says.
    expect(`${register.header('expires')} ${register.header('contact')}`).toContain('1800');

    const called = await callsBothWays(phone, provider, user);
    await called.hangUp();

    // Nobody but the page can see to what the user may do there.
    await sql(permit, [user, false, false]);
    const again = await softphone(`${peer}`, 440);
    await again.isReady();
    await expect(provider.call(user)).rejects.toThrow('cause 21');
    await again.dial('7000');
    await expect(again.phone).toContainText('This user may not do this.');
  });
