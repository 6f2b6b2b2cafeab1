import {expect, test} from '../support/gateway.js';

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
