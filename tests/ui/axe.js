// axe-core on a page as it stands: what it finds wrong, in one line each.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Rules that are not asked: a page's region rules are for web sites with banners, not for a window.
 * Targets of 24 px are asked though axe leaves them out by itself.
 */
const OPTIONS = { resultTypes: ['violations'], rules: { region: { enabled: false }, 'target-size': { enabled: true } } };

/**
 * What axe finds wrong with the page as it is now.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
export async function violations(page) {
  // From the debugger: no policy of the page forbids it, and it is gone with the page.
  await page.evaluate(SOURCE);
  return page.evaluate(async (options) => {
    const found = await window.axe.run(document, options);
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.html.slice(0, 160)}`));
  }, OPTIONS);
}
