import type {Conference} from '@sidetone/core';
import {html, nothing} from 'lit';
import type {DialIn} from '../dial-in/dial-in.core.js';
import type {Panel} from './conference.core.js';

interface Content {
  conference: Conference | undefined;
  callsEndWithMe: boolean;
  dialIn: DialIn | undefined;
}

/** What “add a phone” and “numbers” open. */
export function panelOf(panel: Panel | undefined, {conference, callsEndWithMe, dialIn}: Content) {
  if (panel === 'phone')
    return html`<div part="panel" id="panel" class="panel phone">
      <sidetone-dial-out .conference=${conference} ?calls-end-with-me=${callsEndWithMe}></sidetone-dial-out>
    </div>`;
  if (panel === 'numbers')
    return html`<div part="panel" id="panel" class="panel numbers">
      <sidetone-dial-in .dialIn=${dialIn}></sidetone-dial-in>
    </div>`;
  return nothing;
}
