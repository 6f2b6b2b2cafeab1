import {readFile, writeFile} from 'node:fs/promises';
import {format, resolveConfig} from 'prettier';

const row = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;

/** Lines of a table in Markdown. */
export const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)];

/** Writes a page of docs that is made from tables in the sources. With `--check` it writes nothing, and fails when the page is stale. */
export async function docsPage(name, script, lines) {
  const page = new URL(`../../docs/${name}`, import.meta.url);
  const text = [`<!-- Made by scripts/${script}. -->`, '', ...lines, ''].join('\n');
  const formatted = await format(text, {...(await resolveConfig(page)), parser: 'markdown'});
  if (!process.argv.includes('--check')) return writeFile(page, formatted);
  if ((await readFile(page, 'utf8').catch(() => '')) === formatted) return;
  console.error(`docs/${name} is stale: run node scripts/${script}`);
  process.exitCode = 1;
}
