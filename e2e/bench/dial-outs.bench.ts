// Dial-outs a second, up to the first that fails: by the dial API to a provider that answers, each hung up when its far side has
// answered. BENCH_SECONDS at each rate, each half as much again or a third more than the one before, for BENCH_MINUTES at the most. On each
// database; Asterisk, the provider and the gateway share this machine.
import {setTimeout as sleep} from 'node:timers/promises';
import {asteriskPart} from '../../packages/gateway/src/asterisk/part.js';
import {serve} from '../../packages/gateway/src/serve.js';
import {readSettings} from '../../packages/gateway/src/settings/settings.js';
import {testSettings} from '../../packages/gateway/src/testing/index.js';
import {OpenTokApplication} from '../../packages/gateway/src/testing/opentok.js';
import {
  asteriskSetting,
  createExchange,
  freeTcpPort,
  type Exchange,
} from '../../packages/gateway/src/testing/telephony/exchange.js';
import {FakeBridge} from '../../packages/gateway/src/testing/telephony/fake-bridge.js';
import {providerNumbers, startPostgres} from '../../packages/stack/src/index.js';
import {line} from './statistics.js';

const seconds = Number(process.env['BENCH_SECONDS'] ?? 5);
const longest = Number(process.env['BENCH_MINUTES'] ?? 10) * 60_000;
/** A call that nobody has answered by then has failed, ms. */
const patience = 5000;
const account = {username: 'olga', password: 'red'};

const port = await freeTcpPort();
const exchange = await createExchange({
  gateway: `http://127.0.0.1:${port}`,
  accounts: {[account.username]: account.password},
  trunk: false,
});
try {
  for (const kind of ['PGlite', 'PostgreSQL']) {
    const server = kind === 'PostgreSQL' ? await startPostgres() : undefined;
    try {
      await measure(kind, exchange, server ? {DATABASE_URL: server.url} : {});
    } finally {
      await server?.stop();
    }
  }
} finally {
  await exchange.stop();
}
process.exit(0);

/** 1, 2, 3, 4, 6, 8, 12, 16 … */
function* rates(): Generator<number> {
  yield 1;
  for (let power = 2; ; power *= 2) yield* [power, power * 1.5];
}

async function measure(kind: string, exchange: Exchange, database: Record<string, string>): Promise<void> {
  const bridge = new FakeBridge();
  const env = {
    ...testSettings,
    ...database,
    LOG_LEVEL: 'silent',
    PORT: String(port),
    RATE_LIMIT_MAX: '1000000',
    ASTERISK: asteriskSetting(exchange),
  };
  const gateway = await serve(readSettings({env}), [asteriskPart({bridge})]);
  const {opentok, phones} = gateway.services;
  const project = await opentok.projects.add({name: 'Bench'}, 'operator');
  const application = new OpenTokApplication(project.apiKey, project.secret, gateway.url);
  const sessionId = await application.createSession();
  const uri = `sip:${providerNumbers.speaks}@127.0.0.1:${exchange.provider.ports.udp}`;

  /** How long it took until the far side had answered, ms; null when it did not, or the call was refused. */
  const dial = async (): Promise<number | null> => {
    const start = performance.now();
    try {
      const {id, connectionId} = await application.dial(sessionId, uri, {
        from: `${account.username}@127.0.0.1`,
        auth: account,
      });
      while (bridge.legs.get(id)?.status !== 'active' && performance.now() - start < patience) await sleep(5);
      const taken = performance.now() - start;
      await application.forceDisconnect(sessionId, connectionId);
      return taken < patience ? taken : null;
    } catch {
      return null;
    }
  };

  /** `offered`: how many a second it came to. */
  const dialAt = async (rate: number) => {
    const results: Promise<number | null>[] = [];
    const start = performance.now();
    for (let index = 0; index < rate * seconds; index++) {
      results.push(dial());
      await sleep(Math.max(0, start + ((index + 1) * 1000) / rate - performance.now()));
    }
    const offered = (results.length * 1000) / (performance.now() - start);
    return {times: await Promise.all(results), offered};
  };

  try {
    await dial();
    let best = 0;
    let failed = false;
    const end = performance.now() + longest;
    for (const rate of rates()) {
      if (failed || performance.now() > end) break;
      const {times, offered} = await dialAt(rate);
      console.log(line(`Dial to answer on ${kind}, ${offered.toFixed(0)} a second`, times));
      failed = times.includes(null);
      if (!failed) best = offered;
      while ((await phones.store.live('one')).length && performance.now() < end) await sleep(100);
    }
    const why = failed ? 'until the first failure' : 'without a failure in the time there was';
    console.log(`Dial-outs on ${kind}: ${best.toFixed(0)} a second ${why}`);
  } finally {
    await gateway.close();
  }
}
