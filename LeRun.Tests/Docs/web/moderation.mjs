// Works through the queue as a moderator does, on a phone and by keyboard:
//   node moderation.mjs <address of the API> <browser> <username> <password> <screenshot to write, or nothing>
import assert from 'node:assert/strict';
import { openPage } from './browser.mjs';

const [address, executablePath, username, password, screenshot] = process.argv.slice(2);
const { browser, page, complaints } = await openPage(address, executablePath, { viewport: { width: 390, height: 844 }, locale: 'en-GB' });

await page.goto(`${address}api/moderation`);
await page.keyboard.type(username);
await page.keyboard.press('Tab');
await page.keyboard.type(password);
await page.keyboard.press('Enter');
const cases = page.locator('article');
await cases.nth(1).waitFor();
assert.equal(await cases.count(), 2);
// What users write is shown as they wrote it, and never becomes a part of the page.
assert.match(await cases.first().innerText(), /<img src=x onerror=alert\(1\)> Buy now/);
assert.match(await cases.first().innerText(), /spam 1/);
assert.equal(await page.locator('article img').count(), 0);
assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'It scrolls sideways.');
if (screenshot) await page.screenshot({ path: screenshot });

await page.keyboard.press('n');
await page.keyboard.type('Advertising.');
await page.keyboard.press('Escape');
await page.keyboard.press('h');
await page.waitForFunction(() => document.querySelectorAll('article').length === 1);
assert.match(await page.locator('#message').innerText(), /Done: Hide/);

// The other one, in Chinese; a suspension is asked for twice.
await page.locator('#language').click();
await page.waitForFunction(() => document.querySelector('article h2')?.textContent.includes('用户'));
await page.locator('article').focus();
await page.keyboard.press('s');
assert.match(await page.locator('#message').innerText(), /再按一次确认/);
await page.keyboard.press('d');
await page.getByText('没有待处理的内容。').waitFor();
await page.locator('#leave').click();
await page.locator('#username').waitFor();
await browser.close();
assert.deepEqual(complaints, []);
console.log('ok');
