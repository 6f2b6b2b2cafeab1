import {html, svg, type SVGTemplateResult, type TemplateResult} from 'lit';

const handset = svg`<path d="M6.6 3.5h2.1c.7 0 1.3.5 1.4 1.1l.5 2.5c.1.5-.1 1-.5 1.3L8.4 9.7a13.5 13.5 0 0 0 5.9 5.9l1.3-1.7c.3-.4.8-.6 1.3-.5l2.5.5c.7.1 1.1.7 1.1 1.4v2.1c0 1.7-1.4 3.1-3.1 3.1C10 20.5 3.5 14 3.5 6.6c0-1.7 1.4-3.1 3.1-3.1z"/>`;
const microphone = svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>`;
const speaker = svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z"/>`;

/** 24 × 24, drawn with the text's colour. */
const drawings = {
  phone: handset,
  'phone-down': svg`<g transform="rotate(135 12 12)">${handset}</g>`,
  incoming: svg`<path d="M19 5 6 18M6 8.5V18h9.5"/>`,
  outgoing: svg`<path d="M5 19 18 6M18 15.5V6H8.5"/>`,
  missed: svg`<path d="M4 7l8 8 8-8M4 13V7h6"/>`,
  keypad: svg`<g fill="currentColor" stroke="none"><circle cx="6" cy="5" r="1.7"/><circle cx="12" cy="5" r="1.7"/><circle cx="18" cy="5" r="1.7"/><circle cx="6" cy="11" r="1.7"/><circle cx="12" cy="11" r="1.7"/><circle cx="18" cy="11" r="1.7"/><circle cx="6" cy="17" r="1.7"/><circle cx="12" cy="17" r="1.7"/><circle cx="18" cy="17" r="1.7"/><circle cx="12" cy="22" r="1.5"/></g>`,
  backspace: svg`<path d="M8.5 5.5H19a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H8.5L3 12zM11.5 9.5l5 5M16.5 9.5l-5 5"/>`,
  microphone,
  'microphone-off': svg`${microphone}<path d="M4 4l16 16"/>`,
  speaker: svg`${speaker}<path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11"/>`,
  'speaker-off': svg`${speaker}<path d="M16 9.5l5 5M21 9.5l-5 5"/>`,
  pause: svg`<path d="M8.5 5.5v13M15.5 5.5v13" stroke-width="3"/>`,
  play: svg`<path d="M8 5.5v13l10.5-6.5z"/>`,
  transfer: svg`<path d="M4 8.5h15M15 4.5l4 4-4 4M20 15.5H8M11.5 12.5"/>`,
  merge: svg`<path d="M4 5c4.5 0 5 7 9 7h7M4 19c4.5 0 5-7 9-7M16.5 8.5 20 12l-3.5 3.5"/>`,
  record: svg`<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="4" fill="currentColor" stroke="none"/>`,
  voicemail: svg`<circle cx="6.5" cy="12" r="3.5"/><circle cx="17.5" cy="12" r="3.5"/><path d="M6.5 15.5h11"/>`,
  history: svg`<path d="M4 12a8 8 0 1 0 2.6-5.9L4 8.5M4 4v4.5h4.5M12 8v4.5l3 2"/>`,
  settings: svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>`,
  signal: svg`<path d="M5 19v-4M10 19v-7M15 19V9M20 19V5" stroke-width="2.4"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4.5 20a7.5 7.5 0 0 1 15 0"/>`,
  people: svg`<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5a6.5 6.5 0 0 1 13 0M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.2a6.5 6.5 0 0 1 3.5 5.3"/>`,
  lock: svg`<rect x="5" y="10.5" width="14" height="10" rx="2.5"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>`,
  check: svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`,
  close: svg`<path d="M6 6l12 12M18 6 6 18"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  warning: svg`<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.2"/>`,
  retry: svg`<path d="M20 12a8 8 0 1 1-2.6-5.9L20 8.5M20 4v4.5h-4.5"/>`,
  more: svg`<g fill="currentColor" stroke="none"><circle cx="5" cy="12" r="1.8"/><circle cx="12" cy="12" r="1.8"/><circle cx="19" cy="12" r="1.8"/></g>`,
  chevron: svg`<path d="M6 9l6 6 6-6"/>`,
  swap: svg`<path d="M4 8.5h13M13.5 4.5l4 4-4 4M20 15.5H7M10.5 11.5l-4 4 4 4"/>`,
  server: svg`<rect x="4" y="4" width="16" height="6.5" rx="1.8"/><rect x="4" y="13.5" width="16" height="6.5" rx="1.8"/><path d="M7.5 7.2v.1M7.5 16.7v.1M12 7.25h4.5M12 16.75h4.5"/>`,
  leave: svg`<path d="M13.5 4H6.8A1.8 1.8 0 0 0 5 5.8v12.4A1.8 1.8 0 0 0 6.8 20h6.7M10.5 12H20M16 8l4 4-4 4"/>`,
  'phone-plus': svg`<g transform="translate(-1.5 1.5)">${handset}</g><path d="M18 2.5v7M14.5 6h7"/>`,
  copy: svg`<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2.5"/><path d="M15.5 5.5V5A2.5 2.5 0 0 0 13 2.5H5A2.5 2.5 0 0 0 2.5 5v8A2.5 2.5 0 0 0 5 15.5h.5"/>`,
  trash: svg`<path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 11v5M13.5 11v5"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof drawings;

/** Point along the line of writing, so they turn round with it. */
const directional: ReadonlySet<IconName> = new Set([
  'backspace',
  'transfer',
  'merge',
  'incoming',
  'outgoing',
  'swap',
  'leave',
]);

/** A picture beside words; never the only name of a control. */
export function icon(name: IconName): TemplateResult {
  return html`<svg
    class="icon ${directional.has(name) ? 'directional' : ''}"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.9"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    ${drawings[name]}
  </svg>`;
}
