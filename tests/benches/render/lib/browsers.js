// The two engines: WebKitGTK as the product's window has it, and Chromium. Each run has a fresh
// browser with a profile of its own.

import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine, family } from './processes.js';

/**
 * @typedef {object} Engine
 * @property {string} name
 * @property {(url: string, profile: string) => [string, string[]]} command
 * @property {(words: string[]) => boolean} draws whether a process draws pages
 * @property {() => string} version
 */

/** WebKitGTK's own little browser; the library beside it is the one that the window uses. */
function miniBrowser() {
  const found = readdirSync('/usr/lib')
    .flatMap((folder) => [`/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`, `/usr/libexec/webkit2gtk-4.1/MiniBrowser`])
    .find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error('WebKitGTK 4.1 with its MiniBrowser is needed (libwebkit2gtk-4.1-0).');
  }
  return found;
}

/** @type {Record<string, Engine>} */
export const ENGINES = {
  webkit: {
    name: 'WebKitGTK',
    command: (url) => [miniBrowser(), ['--private', '--geometry=1200x850', url]],
    draws: ([program]) => program?.endsWith('/WebKitWebProcess') === true,
    version: () => execFileSync(miniBrowser(), ['--version'], { encoding: 'utf8' }).trim().split(/\s+/).at(-1) ?? '',
  },
  chromium: {
    name: 'Chromium',
    command: (url, profile) => [
      process.env['GATEHOUSE_TEST_CHROMIUM'] ?? '/usr/bin/chromium',
      [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--no-default-browser-check',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--password-store=basic',
        '--window-size=1200,850',
        `--user-data-dir=${profile}`,
        `--app=${url}`,
      ],
    ],
    draws: (words) => words.includes('--type=renderer'),
    version: () =>
      execFileSync(process.env['GATEHOUSE_TEST_CHROMIUM'] ?? '/usr/bin/chromium', ['--version'], { encoding: 'utf8' })
        .trim()
        .replace(/^\D*/, '')
        .split(' ')[0] ?? '',
  },
};

/**
 * Opens an address. `drawing` gives the processes that draw pages; `close` ends them all.
 * @param {Engine} engine
 * @param {string} url
 */
export function open(engine, url) {
  const profile = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const [program, words] = engine.command(url, profile);
  const browser = spawn(program, words, { stdio: 'ignore', detached: true });
  const failed = new Promise((_, reject) => {
    browser.once('error', reject);
    browser.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
  });
  failed.catch(() => undefined);
  const pid = browser.pid ?? 0;
  return {
    failed,
    drawing: () => family(pid).filter((child) => engine.draws(commandLine(child))),
    async close() {
      const all = family(pid);
      const ended = new Promise((resolve) => (browser.exitCode === null ? browser.once('exit', resolve) : resolve(0)));
      for (const child of all) {
        try {
          process.kill(child, 'SIGKILL');
        } catch {
          // It has ended by itself.
        }
      }
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
