/** Headless Chromium out of npm's packages: nothing is downloaded, nothing of the machine's is used. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium as playwright } from 'playwright-core';
import type { Browser } from 'playwright-core';

const cache = resolve('node_modules/.cache/chromium');

/** Unpacks the browser once into the project's cache and starts it. */
export async function openBrowser(): Promise<Browser> {
  mkdirSync(cache, { recursive: true });
  const usual = process.env['TMPDIR'];
  // The package unpacks into the temporary folder, wherever that is.
  process.env['TMPDIR'] = cache;
  const { default: chromium, inflate, setupLambdaEnvironment } = await import('@sparticuz/chromium');
  const libraries = join(cache, 'al2023');
  if (!existsSync(libraries)) await inflate(resolve('node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
  setupLambdaEnvironment(join(libraries, 'lib'));
  const executablePath = await chromium.executablePath();
  // The package's own font list names folders of another machine.
  const fonts = join(cache, 'fonts.conf');
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><fontconfig><dir>${join(cache, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(cache, 'font-cache')}</cachedir></fontconfig>`,
  );
  process.env['FONTCONFIG_FILE'] = fonts;
  const browser = await playwright.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
  if (usual === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usual;
  return browser;
}
