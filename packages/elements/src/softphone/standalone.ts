import type {
  CallHistoryStore,
  CredentialsProvider,
  OpenSocket,
  Phone,
  PhoneAudio,
  PhoneOptions,
  SipEngine,
} from '@sidetone/core';
import {html, LitElement, type TemplateResult} from 'lit';
import {property, state} from 'lit/decorators.js';
import type {SidetonePhoneChangeEvent} from '../events/index.js';

/**
 * What a whole phone needs to stand alone: the provider's attributes and properties. With an account it makes
 * a provider of its own inside; without one it is a part of the provider around it.
 */
export abstract class Standalone extends LitElement {
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
  @property() engine: string | SipEngine = 'jssip';
  /** ISO 3166 code of the country whose national numbers are understood, and whose tones are heard. */
  @property({reflect: true}) country = '';
  /** Register as soon as there is a phone. */
  @property({type: Boolean, reflect: true}) register = false;
  /** URL of a Sidetone gateway, whose session is a cookie: it knows the server, the address and the password. The phone registers. */
  @property({reflect: true}) gateway = '';
  /** Fetches short-lived credentials, instead of server, aor and password; e.g. a gateway's with a token. */
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

  /** The phone of the provider inside. */
  @state() protected ownPhone: Phone | undefined;
  #password = '';

  /** The SIP password; can be set, never read. */
  set password(password: string) {
    this.#password = password;
    this.requestUpdate();
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (name !== 'password') return super.attributeChangedCallback(name, old, value);
    if (value === null) return;
    this.password = value;
    this.removeAttribute('password');
  }

  /** It was given an account of its own. */
  protected get standsAlone(): boolean {
    return Boolean(this.server || this.aor || this.gateway || this.credentials);
  }

  /** `content` inside a provider of its own. */
  protected provide(content: TemplateResult): TemplateResult {
    const follow = ({phone}: SidetonePhoneChangeEvent) => (this.ownPhone = phone);
    return html`<sidetone-provider
      part="provider"
      .server=${this.server}
      .aor=${this.aor}
      .authUser=${this.authUser}
      .password=${this.#password}
      .displayName=${this.displayName}
      .engine=${this.engine}
      .country=${this.country}
      .register=${this.register}
      .gateway=${this.gateway}
      .credentials=${this.credentials}
      .openSocket=${this.openSocket}
      .createConnection=${this.createConnection}
      .iceServers=${this.iceServers}
      .audio=${this.audio}
      .history=${this.history}
      @sidetone-phone-change=${follow}
      >${content}</sidetone-provider
    >`;
  }
}
