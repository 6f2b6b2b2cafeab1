import {SidetoneError, type SipCredentials, type UserAgentOptions} from '@sidetone/core';
import {
  DigestAuthentication,
  Grammar,
  LoggerFactory,
  URI,
  UserAgentCore,
  type UserAgentCoreDelegate,
} from 'sip.js/lib/core/index.js';
import {randomToken} from './token.js';
import {LinkTransport} from './transport.js';

/** What SIP.js' core needs to know, plus what this package's parts share. */
export interface AgentCore {
  core: UserAgentCore;
  /** The address of record. */
  aor: URI;
  /** Value of the Contact header. */
  contact: string;
  /** sent-by of this agent's Via headers. */
  viaHost: string;
}

/** Builds SIP.js' user agent core on a link. `credentials` is asked at each challenge. */
export function createAgentCore(
  options: UserAgentOptions,
  credentials: () => SipCredentials,
  delegate: UserAgentCoreDelegate,
): AgentCore {
  const aor = Grammar.URIParse(options.aor);
  if (!aor?.user)
    throw new SidetoneError('configuration-invalid', {detail: 'aor: not a SIP address of record'});
  const viaHost = `${randomToken()}.invalid`;
  const uri = new URI('sip', randomToken(), viaHost, undefined, {transport: 'ws'});
  const contact = `<${uri.toString()}>`;
  const loggerFactory = new LoggerFactory();
  loggerFactory.builtinEnabled = false;
  const transport = new LinkTransport(options.link);
  const core = new UserAgentCore(
    {
      aor,
      contact: {uri, pubGruu: undefined, tempGruu: undefined, toString: () => contact},
      displayName: (options.displayName ?? '').replace(/[\r\n]+/g, ' ').replace(/["\\]/g, '\\$&'),
      loggerFactory,
      hackViaTcp: false,
      routeSet: [],
      sipjsId: randomToken(),
      supportedOptionTags: extensions,
      supportedOptionTagsResponse: extensions,
      userAgentHeaderFieldValue: options.product,
      viaForceRport: false,
      viaHost,
      authenticationFactory: () => {
        const {authUser, password} = credentials();
        return new DigestAuthentication(loggerFactory, undefined, authUser, password);
      },
      transportAccessor: () => transport,
    },
    delegate,
  );
  return {core, aor, contact, viaHost};
}

/** Option tags of what this user agent can do. */
export const extensions = ['100rel', 'timer'];

/** Methods that this user agent takes. */
export const allowedMethods = 'INVITE, ACK, CANCEL, BYE, UPDATE, PRACK, INFO, NOTIFY, OPTIONS';
