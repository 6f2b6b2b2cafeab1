import {createStack, type Stack} from '../stack.js';
import {Caller} from '../telephone/caller.js';
import {freeTcpPorts, freeUdpPort} from '../system/ports.js';
import {numbersDialplan} from './numbers.js';

export interface ProviderOptions {
  folder: string;
  name?: string;
  /** Users with accounts, and their passwords. */
  accounts: Readonly<Record<string, string>>;
  /** Which of them speak SRTP, with keys in the SDP (RFC 4568), and nothing else. */
  srtp?: readonly string[];
  /** Which speak SRTP with keys by DTLS (RFC 5764), and nothing else. */
  dtls?: readonly string[];
  /** Users who register with a browser, and their passwords. */
  browsers?: Readonly<Record<string, string>>;
  /** UDP port of an Asterisk that it knows as a customer without an account: `PJSIP/<number>@sidetone`. */
  customer?: number;
  /** PEM files of its certificate, when it is to be reached by TLS. */
  certificate?: {certificate: string; key: string};
}

/** Another Asterisk, as a provider of telephone numbers: users register there by UDP, TCP and TLS, call and are called. */
export class Provider {
  private constructor(
    readonly stack: Stack,
    /** Of SIP. TCP has the port of UDP. */
    readonly ports: {udp: number; tls: number},
    private readonly accounts: Readonly<Record<string, string>>,
  ) {}

  static async create(options: ProviderOptions): Promise<Provider> {
    const {folder, name = 'provider'} = options;
    const [tls = 0] = await freeTcpPorts(1);
    const ports = {udp: await freeUdpPort(), tls};
    const stack = await createStack({
      folder,
      name,
      asteriskModules: ['res_pjsip_outbound_registration'],
      asteriskConfiguration: {
        'pjsip.conf': pjsip(options, ports),
        'sorcery.conf': pushable,
        'extensions.conf': dialplan,
      },
    });
    return new Provider(stack, ports, options.accounts);
  }

  /** For another Asterisk's `pjsip.conf`: the endpoint `provider`, through which it calls numbers here as one of the users. */
  trunk(user: string): string {
    return `[provider]
type=auth
username=${user}
password=${this.accounts[user] ?? ''}
[provider]
type=aor
contact=sip:127.0.0.1:${this.ports.udp}
[provider]
type=endpoint
aors=provider
outbound_auth=provider
from_user=${user}
context=none
${media}`;
  }

  /** Somebody calls a user, who is registered there, and resolves when the user has answered. */
  call(user: string): Promise<Caller> {
    return Caller.dial(this.stack, `PJSIP/${user}`);
  }

  /** Resolves with the far side of the next call that a user makes, or has made. */
  called(user: string): Promise<Caller> {
    return Caller.next(this.stack, user);
  }

  /** Where a user can be reached; empty when it is not registered. */
  async contact(user: string): Promise<string> {
    const shown = await this.stack.cli(`pjsip show aor ${user}`);
    return /contact\s+: (sip:\S+)/.exec(shown)?.[1] ?? '';
  }

  stop(): Promise<void> {
    return this.stack.stop();
  }
}

const media = `disallow=all
allow=g722,ulaw
dtmf_mode=rfc4733
`;

function pjsip(
  {accounts, srtp = [], dtls = [], browsers = {}, customer, certificate}: ProviderOptions,
  ports: {udp: number; tls: number},
): string {
  return [
    // Those who call as somebody else are known by their password.
    `[global](+)
endpoint_identifier_order=username,auth_username
`,
    ...['udp', 'tcp'].map((protocol) => transport(protocol, ports.udp)),
    // Where its sockets listen is http.conf's matter.
    transport('wss', 0),
    certificate
      ? `${transport('tls', ports.tls)}method=tlsv1_2\ncert_file=${certificate.certificate}\npriv_key_file=${certificate.key}\n`
      : '',
    customer === undefined
      ? ''
      : `[sidetone]
type=aor
contact=sip:127.0.0.1:${customer}
[sidetone]
type=endpoint
aors=sidetone
context=none
${media}`,
    ...Object.entries(accounts).map(([user, password]) =>
      account(user, password, srtp.includes(user) ? sdes : dtls.includes(user) ? dtlsSrtp : ''),
    ),
    ...Object.entries(browsers).map(browser),
  ].join('');
}

const transport = (protocol: string, port: number) => `[${protocol}]
type=transport
protocol=${protocol}
bind=127.0.0.1:${port}
`;

const sdes = 'media_encryption=sdes\n';
const dtlsSrtp = 'media_encryption=dtls\ndtls_auto_generate_cert=yes\ndtls_setup=actpass\n';

const account = (user: string, password: string, encryption: string) => `[${user}]
type=auth
username=${user}
password=${password}
[${user}]
type=aor
max_contacts=3
[${user}]
type=endpoint
auth=${user}
aors=${user}
identify_by=username,auth_username
moh_passthrough=yes
context=provider
${encryption}${media}`;

const browser = ([user, password]: [string, string]) => `[${user}]
type=auth
username=${user}
password=${password}
[${user}]
type=aor
max_contacts=1
remove_existing=yes
[${user}]
type=endpoint
webrtc=yes
auth=${user}
aors=${user}
context=provider
disallow=all
allow=opus,ulaw
dtmf_mode=auto_info
media_address=127.0.0.1
bind_rtp_to_media_address=yes
`;

/** Tests add telephones by ARI. */
const pushable = `[res_pjsip]
${['endpoint', 'auth', 'aor'].map((type) => `${type}=config,pjsip.conf,criteria=type=${type}\n${type}=memory\n`).join('')}
[res_pjsip_outbound_registration]
registration=memory
`;

/** Other numbers than those that answer by themselves go into the application that tests drive, with the number that was dialled. */
const dialplan = `[provider]
${numbersDialplan}exten => _[+0-9a-z].,1,Answer()
 same => n,Stasis(sidetone-test,called,\${EXTEN})
 same => n,Hangup()
`;
