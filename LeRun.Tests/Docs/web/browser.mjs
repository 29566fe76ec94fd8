// A page in a real browser that tells whatever goes wrong in it.
import { chromium } from 'playwright-core';

/**
 * Opens a page. `complaints` fills with what the content security policy stops, what scripts fail at, and requests to other
 * hosts than that of `address`.
 */
export async function openPage(address, executablePath, options) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);

  const complaints = [];
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('request', request => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) complaints.push(`fetched ${request.url()}`);
  });
  return { browser, page, complaints };
}
