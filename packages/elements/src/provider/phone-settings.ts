import type {
  CallHistoryStore,
  CredentialsProvider,
  GatewayOptions,
  OpenSocket,
  PhoneAudio,
  PhoneOptions,
  SipEngine,
} from '@sidetone/core';
import {LitElement} from 'lit';
import {property} from 'lit/decorators.js';

const passwords = new WeakMap<PhoneSettings, string>();

/** What a phone is made of: the attributes and properties of every element that can own one. */
export abstract class PhoneSettings extends LitElement {
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'password'];
  }

  /** One or more `wss:` URLs in order of preference, separated by spaces. */
  @property({reflect: true}) server = '';
  /** Address of record: `sip:alice@example.org`. */
  @property({reflect: true}) aor = '';
  /** Digest user name, where it is not the user of the address. */
  @property({attribute: 'auth-user', reflect: true}) authUser = '';
  /** The name that called people see. */
  @property({attribute: 'display-name', reflect: true}) displayName = '';
  /** `jssip` or `sipjs`; as a property also an engine of your own. */
  @property({reflect: true, converter: {fromAttribute: (value) => value ?? 'jssip', toAttribute: engineName}})
  engine: string | SipEngine = 'jssip';
  /** ISO 3166 code of the country whose national numbers are understood, and whose tones are heard. */
  @property({reflect: true}) country = '';
  /** Register as soon as there is a phone. */
  @property({type: Boolean, reflect: true}) register = false;
  /** URL of a Sidetone gateway, whose session is a cookie: it knows the server, the address and the password. The phone registers. */
  @property({reflect: true}) gateway = '';
  /** The gateway's session token, or what fetches one, where the session is no cookie. */
  @property({attribute: false}) session: GatewayOptions['token'];
  /** Fetches short-lived credentials, instead of server, aor and password. */
  @property({attribute: false}) credentials: CredentialsProvider | undefined;
  /** Replaces the browser's WebSocket, e.g. by a virtual PBX's. */
  @property({attribute: false}) openSocket: OpenSocket | undefined;
  /** Replaces `new RTCPeerConnection`. */
  @property({attribute: false}) createConnection: PhoneOptions['createConnection'] | undefined;
  @property({attribute: false}) iceServers: RTCIceServer[] | undefined;
  /** Replaces the phone's own `BrowserAudio`. */
  @property({attribute: false}) audio: PhoneAudio | undefined;
  /** Where ended calls are written down: the browser's IndexedDB unless given; `null` writes nothing. */
  @property({attribute: false}) history: CallHistoryStore | null | undefined;

  /** The SIP password; can be set, never read. */
  set password(password: string) {
    passwords.set(this, password);
    this.passwordChanged();
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (name !== 'password') return super.attributeChangedCallback(name, old, value);
    if (value === null) return;
    this.password = value;
    this.removeAttribute('password');
  }

  protected passwordChanged(): void {
    this.requestUpdate();
  }
}

/** For whoever makes the phone: the element itself lets nobody read it. */
export function passwordOf(element: PhoneSettings): string {
  return passwords.get(element) ?? '';
}

function engineName(engine: string | SipEngine): string {
  return typeof engine === 'string' ? engine : engine.name;
}
