// Browsers that register, over WebSocket and with digest, with a real Asterisk that asks the gateway for each of them (HTTP realtime): users that it
// has not seen, and then the same ones again. On each database.
import type {AddressInfo} from 'node:net';
import {createTestGateway} from '../../packages/gateway/src/testing/index.js';
import {register} from '../../packages/gateway/src/testing/sip-register.js';
import {createExchange} from '../../packages/gateway/src/testing/telephony/exchange.js';
import type {SipAccess} from '../../packages/gateway/src/mappings/sip-access.js';
import {onEachDatabase} from './databases.js';
import {many} from './many.js';
import {line} from './statistics.js';

const users = Number(process.env['BENCH_USERS'] ?? 400);
const load = {atOnce: 8, seconds: 60, limit: users};

await onEachDatabase(async (kind, database) => {
  const gateway = await createTestGateway(database);
  await gateway.app.listen({host: '127.0.0.1', port: 0});
  const {port} = gateway.app.server.address() as AddressInfo;
  const exchange = await createExchange({gateway: `http://127.0.0.1:${port}`});
  try {
    await database.queries.execute(`insert into sip_user_mappings (sip_user, sip_password, sip_host, peer_id)
      select 'user' || n, 'wonderland', 'sip.example.org', n from generate_series(1, ${users}) as n`);
    const own: SipAccess[] = [];
    await many(
      async (index) => {
        const headers = {authorization: await gateway.browser(`${index + 1}`)};
        own[index] = (await gateway.app.inject({url: '/v1/me/sip', headers})).json<SipAccess>();
      },
      {...load, seconds: 120},
    );
    for (const when of ['new to Asterisk', 'known to Asterisk']) {
      const {times, rate} = await many(async (index) => {
        const status = await register(exchange.ours.addresses.asterisk.ws, own[index]!);
        if (status !== 200) throw new Error(`Asterisk answered ${status} to ${own[index]?.aor}.`);
      }, load);
      console.log(line(`Registrations on ${kind}, ${when}: ${rate.toFixed(0)} a second`, times, {high: 99}));
    }
  } finally {
    await exchange.stop();
    await gateway.close();
  }
});
process.exit(0);
