// Reads and tries the documentation page as a developer does, in a real browser:
//   node page.mjs <address of the API> <browser> <screenshot to write>
import assert from 'node:assert/strict';
import { openPage } from './browser.mjs';

const [address, executablePath, screenshot] = process.argv.slice(2);
const username = 'browser_user';
const password = 'browser_password';

const { browser, page, complaints } = await openPage(address, executablePath, { viewport: { width: 1280, height: 1000 } });

/** Tries an operation out, and answers what the page shows: the status and the body. */
async function tryOut(block, fill) {
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

// The page offers the token of the login, and keeps it over a reload.
await page.getByRole('button', { name: 'Use this token' }).click();
const answer = await call();
assert.equal(answer.status(), 200);
assert.equal((await answer.json()).username, username);
await block.locator('.live-responses-table .response-col_status', { hasText: '200' }).first().waitFor();
await page.goto('about:blank');
await page.goto(`${address}api/docs#/Users/UsersGet`);
assert.equal((await call()).status(), 200);

// The examples of all routes belong to one user, so that they work in a row.
const upload = page.locator('#operations-Runs-RunsPutData');
await upload.locator('.opblock-summary-control').click();
const sent = JSON.parse(await upload.locator('textarea.body-param__text').inputValue());
assert.equal(sent.username, 'test_username');

// On a phone nothing is cut off; after dark it is dark; the Chinese page says that it is Chinese.
const phone = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme: 'dark', locale: 'zh-CN' });
const small = await phone.newPage();
small.setDefaultTimeout(20_000);
await small.goto(`${address}api/docs#/Users/UsersLogin`);
await small.locator('#operations-Users-UsersLogin .opblock-body').waitFor();
assert.ok(await small.evaluate(() => document.documentElement.scrollWidth) <= 360);
assert.equal(await small.evaluate(() => document.documentElement.className), 'dark-mode');
assert.equal(await small.evaluate(() => document.documentElement.lang), 'zh-CN');
assert.match(await small.title(), /[\u4e00-\u9fff]/);
await small.locator('.scheme-container .authorize').click();
await small.locator('.modal-ux').waitFor();
assert.ok(await small.evaluate(() => document.documentElement.scrollWidth) <= 360);
await phone.close();

// The top of the page, as whoever opens it sees it.
await page.goto(`${address}api/docs`);
await page.locator('.opblock').last().waitFor();
await page.screenshot({ path: screenshot });
assert.equal(complaints.join('\n'), '');
await browser.close();
console.log('ok');
