/** Registers an element under its tag, unless the tag is taken: by this module loaded twice, or by the page. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
