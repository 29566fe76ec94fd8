// Reads and tries the documentation page as a developer does, in a real browser:
//   node page.mjs <address of the API> <browser> <screenshot to write>
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [address, executablePath, screenshot] = process.argv.slice(2);
const username = 'browser_user';
const password = 'browser_password';

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
const page = await context.newPage();
page.setDefaultTimeout(20_000);

// Whatever the content security policy stops, or a script fails at, is said here.
const complaints = [];
page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
page.on('pageerror', error => complaints.push(String(error)));
page.on('request', request => {
  if (!request.url().startsWith(address) && !request.url().startsWith('data:')) complaints.push(`fetched ${request.url()}`);
});

/** Tries an operation out, and answers what the page shows: the status and the body. */
async function tryOut(block, fill) {
  await block.getByRole('button', { name: 'Try it out' }).click();
  await fill(block);
  await block.getByRole('button', { name: 'Execute' }).click();
  const live = block.locator('.live-responses-table');
  const status = Number((await live.locator('.response-col_status').last().innerText()).trim().split(/\s/)[0]);
  const body = JSON.parse(await live.locator('.response-col_description .highlight-code code').first().innerText());
  return { status, body };
}

/** Opens an operation in the list. */
async function open(operation) {
  const block = page.locator(`#operations-Users-${operation}`);
  await block.locator('.opblock-summary-control').click();
  return block;
}

const body = value => block => block.locator('textarea.body-param__text').fill(JSON.stringify(value));

// The link of docs/api.md opens the operation.
await page.goto(`${address}api/docs#/Users/UsersRegister`);
const registered = await tryOut(page.locator('#operations-Users-UsersRegister'), body({ username, password }));
assert.equal(registered.status, 200);
assert.equal(registered.body.username, username);

const login = await tryOut(await open('UsersLogin'), body({ username, password }));
assert.equal(login.status, 200);

const block = await open('UsersGet');
await block.getByRole('button', { name: 'Try it out' }).click();

const call = async () => {
  await block.locator('input[placeholder="id"]').fill(username);
  const answer = page.waitForResponse(response => response.url().endsWith(`/api/users/${username}`));
  await block.getByRole('button', { name: 'Execute' }).click();
  return answer;
};
const refused = block.locator('.live-responses-table .response-col_status', { hasText: '401' });
await call();
await refused.first().waitFor();
assert.equal(complaints.filter(complaint => !complaint.includes('401')).join('\n'), '');
complaints.length = 0;

await page.locator('.scheme-container').getByRole('button', { name: 'Authorize' }).click();
const dialog = page.locator('.modal-ux');
await dialog.locator('input').fill(login.body.token);
await dialog.getByRole('button', { name: 'Apply credentials' }).click();
await dialog.getByRole('button', { name: 'Close' }).click();
const answer = await call();
assert.equal(answer.status(), 200);
assert.equal((await answer.json()).username, username);
await block.locator('.live-responses-table .response-col_status', { hasText: '200' }).first().waitFor();

// The top of the page, as whoever opens it sees it.
await page.goto(`${address}api/docs`);
await page.locator('.opblock').last().waitFor();
await page.screenshot({ path: screenshot });
assert.equal(complaints.join('\n'), '');
await browser.close();
console.log('ok');
