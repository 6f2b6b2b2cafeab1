import type {Phone} from '@sidetone/core';
import {html, type TemplateResult} from 'lit';
import {state} from 'lit/decorators.js';
import type {SidetonePhoneChangeEvent} from '../events/index.js';
import {passwordOf, PhoneSettings} from '../provider/phone-settings.js';

/**
 * A whole phone: with an account it makes a provider of its own inside; without one it is a part of the
 * provider around it.
 */
export abstract class Standalone extends PhoneSettings {
  /** The phone of the provider inside. */
  @state() protected ownPhone: Phone | undefined;

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
      .password=${passwordOf(this)}
      .displayName=${this.displayName}
      .engine=${this.engine}
      .country=${this.country}
      .register=${this.register}
      .gateway=${this.gateway}
      .session=${this.session}
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
