const regionIds = {polite: 'sidetone-announcements', assertive: 'sidetone-alerts'} as const;
/** Several elements may show the same change; it is said once. */
const sameWithin = 1_000;
const readFor = 5_000;

const recent = new Map<string, number>();

export interface AnnounceOptions {
  /** The language of the text. */
  lang?: string;
  /** Said at once, whatever is being read: only for what cannot wait, like a call that comes in. */
  urgent?: boolean;
}

/**
 * Lets screen readers say `text`, when they have finished what they are saying unless it is urgent. The same text from several
 * elements at once is said once.
 */
export function announce(text: string, {lang, urgent = false}: AnnounceOptions = {}): void {
  const now = performance.now();
  if (!text || now - (recent.get(text) ?? -Infinity) < sameWithin) return;
  recent.set(text, now);
  const line = document.createElement('div');
  line.textContent = text;
  if (lang) line.lang = lang;
  const {region, fresh} = ensureRegion(urgent ? 'assertive' : 'polite');
  // A region is only watched once it has been there for a moment.
  setTimeout(() => region.append(line), fresh ? 100 : 0);
  setTimeout(() => {
    line.remove();
    recent.delete(text);
  }, readFor);
}

function ensureRegion(politeness: keyof typeof regionIds): {region: HTMLElement; fresh: boolean} {
  const found = document.getElementById(regionIds[politeness]);
  if (found) return {region: found, fresh: false};
  const region = document.createElement('div');
  region.id = regionIds[politeness];
  region.role = politeness === 'polite' ? 'status' : 'alert';
  region.ariaLive = politeness;
  region.setAttribute('aria-relevant', 'additions');
  region.style.cssText =
    'position:fixed;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';
  document.body.append(region);
  return {region, fresh: true};
}
