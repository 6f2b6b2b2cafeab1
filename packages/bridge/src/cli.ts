#!/usr/bin/env node
import {parseArgs} from 'node:util';

/** Whoever knows the token may put phones into rooms: it must not be guessed. */
const shortestToken = 16;

const usage = `Usage: sidetone-bridge [--host HOST] [--port PORT]
Carries phones into LiveKit rooms for a gateway.
  --host    address to listen on (127.0.0.1)
  --port    TCP port to listen on (a free one)
Environment: LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET, and SIDETONE_BRIDGE_TOKEN, a secret of ${shortestToken}
  characters or more, shared with the gateway (its BRIDGE_TOKEN).
`;

/** How long the legs of a worker may take to move to others when it is told to end, and when its gateway died, in ms. */
const grace = {drain: 10_000, orphan: 5000};

function setting(name: string): string {
  const value = process.env[name];
  if (value) return value;
  console.error(`${name} is not set.\n${usage}`);
  process.exit(2);
}

function secret(name: string): string {
  const value = setting(name);
  if (value.length >= shortestToken) return value;
  console.error(`${name} is too short: it must be a secret of ${shortestToken} characters or more.`);
  process.exit(2);
}

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {host: {type: 'string'}, port: {type: 'string'}, help: {type: 'boolean', short: 'h'}},
  });
  if (values.help) return void process.stdout.write(usage);
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error(`--port is a number up to 65535, not ${values.port}.`);
    process.exit(2);
  }
  const token = secret('SIDETONE_BRIDGE_TOKEN');
  const livekit = {
    url: setting('LIVEKIT_URL'),
    apiKey: setting('LIVEKIT_API_KEY'),
    apiSecret: setting('LIVEKIT_API_SECRET'),
  };
  // LiveKit's client otherwise writes its debugging log to standard output.
  process.env['NODE_ENV'] ??= 'production';
  const [{RtcBridge}, {serveBridge}] = await Promise.all([
    import('./rtc/rtc-bridge.js'),
    import('./workers/serve.js'),
  ]);
  const server = await serveBridge(new RtcBridge(livekit), {
    token,
    port,
    ...(values.host && {host: values.host}),
  });

  let ending = false;
  const end = async (patience: number) => {
    if (ending) return process.exit(1);
    ending = true;
    setTimeout(() => process.exit(0), patience).unref();
    await server.drain();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(grace.drain));
  // The legs of a gateway that died go on until another gateway has taken them over.
  process.once('disconnect', () => void end(grace.orphan));
  if (process.send) process.send({url: server.url});
  else console.log(`Listening on ${server.url}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
