import type {Plugin} from 'vite';
import type {GatewayClient} from '../gateway/client.js';
import {answering} from '../vite.js';

/** The room of the demo page. */
export const demoRoom = 'demo';

/** Who may sign in to it, and their names. The first may also control phones that the others have called. */
const people: Readonly<Record<string, string>> = {alice: 'Alice', bob: 'Bob', guest: 'Grace'};
const host = 'alice';

/**
 * `POST /session?as=alice` answers with a session token, as the application's server would for whoever is signed in. It asks for no
 * password: for demos and tests only.
 */
export function demoSessions(gateway: GatewayClient): Plugin {
  return answering('sidetone-demo-sessions', '/session', (request, response) => {
    const as = new URL(request.url ?? '', 'http://localhost').searchParams.get('as') ?? '';
    const name = people[as];
    if (request.method !== 'POST' || name === undefined) return void response.writeHead(404).end();
    gateway.session(as, {name, rooms: [demoRoom], canDialOut: true, canControlCalls: as === host}).then(
      (token) => response.setHeader('cache-control', 'no-store').end(token),
      () => response.writeHead(502).end(),
    );
  });
}
