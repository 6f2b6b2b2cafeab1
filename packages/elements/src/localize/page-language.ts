/** The language that applies to `node`: the nearest `lang` around it, out through shadow roots. */
export function languageOf(node: Element): string {
  for (const ancestor of ancestors(node)) {
    const lang = ancestor.getAttribute('lang') ?? '';
    if (lang) return lang;
  }
  return 'en';
}

/** Calls back when a `lang` that may apply to `node` changes, until `signal` aborts. */
export function watchLanguage(node: Element, changed: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(changed);
  for (let root = node.getRootNode(); ; root = root.host.getRootNode()) {
    observer.observe(root, {subtree: true, attributes: true, attributeFilter: ['lang']});
    if (!(root instanceof ShadowRoot)) break;
  }
  signal.addEventListener('abort', () => observer.disconnect(), {once: true});
}

function* ancestors(node: Element): Generator<Element> {
  for (let at: Element | null = node; at;) {
    yield at;
    const parent: Element | null = at.assignedSlot ?? at.parentElement;
    const root = at.getRootNode();
    at = parent ?? (root instanceof ShadowRoot ? root.host : null);
  }
}
