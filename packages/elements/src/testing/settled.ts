import type {LitElement} from 'lit';

/** Resolves when every Lit element in `root`, also within shadow roots, has rendered what it knows. */
export async function settled(root: ParentNode): Promise<void> {
  for (let busy = true; busy;) {
    busy = false;
    for (const element of deep(root)) {
      const lit = element as Partial<LitElement>;
      if (!lit.isUpdatePending) continue;
      busy = true;
      await lit.updateComplete;
    }
  }
}

/** All elements in `root`, through open shadow roots. */
export function* deep(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* deep(element.shadowRoot);
  }
}
