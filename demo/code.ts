import type {StackUser} from '../packages/stack/src/users.js';
import {html} from 'lit';
import type {DemoTexts} from './texts.js';

/** What a person pastes into a page to have this very phone. */
function linesFor({aor, password}: Pick<StackUser, 'aor' | 'password'>, server: string): string {
  return [
    '<script type="module"',
    `  src="${new URL('./sidetone.js', document.baseURI).href}"></script>`,
    '<sidetone-softphone register',
    `  server="${server}"`,
    `  aor="${aor}"`,
    `  password="${password}"></sidetone-softphone>`,
  ].join('\n');
}

export function codeView(user: StackUser, server: string, texts: DemoTexts) {
  const shown = linesFor({aor: user.aor, password: '••••••'}, server);
  const copy = async ({currentTarget}: Event) => {
    const button = currentTarget as HTMLButtonElement;
    await navigator.clipboard.writeText(`${linesFor(user, server)}\n`);
    button.classList.add('copied');
    button.querySelector('[role=status]')!.textContent = texts.copied;
  };
  return html`
    <h2 id="code-title">${texts.code}</h2>
    <button class="copy" type="button" @click=${copy}>${texts.copy} <span role="status"></span></button>
    <pre dir="ltr" tabindex="0"><code>${shown}</code></pre>
  `;
}
