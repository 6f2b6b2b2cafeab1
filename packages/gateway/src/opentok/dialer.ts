import {randomUUID} from 'node:crypto';
import type {Actor} from '../audit/audit.js';
import {dialPassword} from '../calls/sip-dial.js';
import type {DialOut} from '../calls/dial-out.js';
import type {Vault} from '../secrets/vault.js';
import type {Projects} from './projects.js';
import {readSessionToken} from './session-token.js';
import type {OpenTokSessions} from './sessions.js';
import {readHeaders, type HeaderValue} from './sip-headers.js';
import {readFrom, readTarget} from './sip-target.js';

/** What `POST /v2/project/:apiKey/dial` asks for. */
export interface DialRequest {
  sessionId: string;
  /** Lets the phone into the session, under the token's data. Secret. */
  token: string;
  sip: {
    uri: string;
    from?: string;
    headers?: Readonly<Record<string, HeaderValue>>;
    auth?: {username: string; password: string};
    secure?: boolean;
  };
}

interface DialerOptions {
  projects: Pick<Projects, 'get'>;
  sessions: OpenTokSessions;
  dialOut: DialOut;
  vault: Pick<Vault, 'seal'>;
  /** What everybody in a session may read of a number. */
  shownNumber(number: string): string;
  /** ms since 1970. */
  clock: () => number;
}

/** Calls SIP addresses into sessions: each is a connection there at once, before anybody answers. */
export class OpenTokDialer {
  constructor(private readonly options: DialerOptions) {}

  /** Throws `session-unknown`, `session-token-invalid` and `sip-invalid`, and nothing has been called then. */
  async dial(
    apiKey: string,
    {sessionId, token, sip: {uri, from, headers = {}, auth, secure = false}}: DialRequest,
    actor: Actor,
  ): Promise<{id: string; connectionId: string; streamId: string}> {
    const {projects, sessions, dialOut, shownNumber, vault, clock} = this.options;
    sessions.requireOwn(apiKey, sessionId);
    const {secret} = await projects.get(apiKey);
    const {data} = await readSessionToken(token, {sessionId, apiKey, secret, now: clock()});
    const target = readTarget(uri, {secure});
    const sip = {
      ...target,
      secure,
      headers: readHeaders(headers),
      ...(from !== undefined && {from: readFrom(from)}),
      ...(auth && {auth: {username: auth.username, password: vault.seal(auth.password, dialPassword)}}),
    };
    const room = (await sessions.open(sessionId, actor)).name;
    const called = target.uri.replace(/^sips?:/, '').replace(/[;?].*$/, '');
    const streamId = randomUUID();
    const {entry} = await dialOut.call(
      {
        room,
        target: {called, sip, name: shownNumber(called), unreachable: 503},
        atOnce: {trackName: streamId, ...(data !== undefined && {metadata: data})},
        project: apiKey,
      },
      actor,
    );
    return {id: entry.callid, connectionId: entry.identity, streamId};
  }
}
