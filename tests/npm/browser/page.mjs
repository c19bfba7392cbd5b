// Opens pages in a headless Chromium that reaches nothing but the service, and tells what they showed, said and asked for, as one line of JSON each.
// Usage: node page.mjs <chromium> <folder for pictures or -> <selector=url>...
import { chromium } from 'playwright-core';

const [program, pictures, ...pages] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const [number, entry] of pages.entries()) {
    const split = entry.indexOf('=http');
    const [selector, address] = [entry.slice(0, split), entry.slice(split + 1)];
    const origin = new URL(address).origin;
    const context = await browser.newContext({ viewport: { width: 1300, height: 1500 } });
    const page = await context.newPage();
    const outside = [];
    const said = [];
    await context.route('**/*', route => {
      const url = route.request().url();
      if (url.startsWith(origin) || url.startsWith('data:') || url.startsWith('blob:'))
        return route.continue();
      outside.push(url);
      return route.abort();
    });
    page.on('console', message => ['error', 'warning'].includes(message.type()) && said.push(message.text()));
    page.on('pageerror', error => said.push(String(error)));
    page.on('requestfailed', request => said.push(`${request.url()} failed: ${request.failure()?.errorText}`));
    await page.goto(address, { waitUntil: 'load', timeout: 60000 });
    const shown = await page.waitForSelector(selector, { timeout: 60000 }).then(() => true, () => false);
    if (shown) {
      // Opened like this, an operation draws what the page drew nothing of before.
      await page.locator(selector).first().click({ position: { x: 40, y: 20 } });
      await page.locator(selector).first().getByRole('button').nth(1).click({ timeout: 2000 }).catch(() => {});
    }
    await page.waitForLoadState('networkidle', { timeout: 60000 });
    if (pictures !== '-')
      await page.screenshot({ path: `${pictures}/page-${number}.png` });
    console.log(JSON.stringify({ address, shown, text: await page.innerText('body'), outside, said, title: await page.title() }));
    await context.close();
  }
} finally {
  await browser.close();
}
