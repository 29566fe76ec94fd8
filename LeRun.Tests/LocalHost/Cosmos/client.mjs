// Works with a served in-process Cosmos as any program may, by Microsoft's client for JavaScript:
//   node client.mjs <address> <key>
import assert from 'node:assert/strict';
import { CosmosClient } from '@azure/cosmos';

const [endpoint, key] = process.argv.slice(2);
const client = new CosmosClient({ endpoint, key });
const status = promise => promise.then(response => response.statusCode, error => error.code);

// Databases and containers
const { database } = await client.databases.createIfNotExists({ id: 'js' });
const { container } = await database.containers.createIfNotExists({ id: 'things', partitionKey: { paths: ['/pk'] }, defaultTtl: -1 });
assert.deepEqual((await client.databases.readAll().fetchAll()).resources.map(it => it.id), ['js', 'lerun']);
assert.deepEqual((await database.containers.readAll().fetchAll()).resources.map(it => it.id), ['things']);
assert.equal((await container.read()).resource.defaultTtl, -1);

// Create, read, replace, upsert, delete
const { resource: created } = await container.items.create({ id: '1', pk: 'a', n: 1, text: 'grüße 👋' });
assert.ok(created._etag && created._rid && created._ts);
const item = container.item('1', 'a');
assert.equal((await item.read()).resource.text, 'grüße 👋');
assert.equal((await item.read()).statusCode, 200);
assert.equal((await container.item('none', 'a').read()).statusCode, 404);
assert.equal(await status(container.items.create({ id: '1', pk: 'a' })), 409);
assert.equal((await item.replace({ ...created, n: 2 })).resource.n, 2);
const unchanged = { accessCondition: { type: 'IfMatch', condition: created._etag } };
assert.equal(await status(item.replace({ ...created, n: 3 }, unchanged)), 412);
assert.equal((await container.items.upsert({ id: '2', pk: 'a', n: 5 })).statusCode, 201);
assert.equal((await container.items.upsert({ id: '2', pk: 'a', n: 6 })).statusCode, 200);
assert.equal((await container.item('2', 'a').delete()).statusCode, 204);
const odd = 'odd % ü %20 id';
await container.items.create({ id: odd, pk: 'a' });
assert.equal((await container.item(odd, 'a').read()).resource.id, odd);
await container.item(odd, 'a').delete();

// Patch: a list alone, and with a condition
assert.equal((await item.patch([{ op: 'incr', path: '/n', value: 8 }])).resource.n, 10);
const ifTen = { operations: [{ op: 'set', path: '/tags', value: ['x'] }], condition: 'from c where c.n = 10' };
assert.deepEqual((await item.patch(ifTen)).resource.tags, ['x']);
assert.equal(await status(item.patch({ ...ifTen, condition: 'from c where c.n = 11' })), 412);

// A batch is all or nothing
const done = await container.items.batch([
  { operationType: 'Create', resourceBody: { id: 'b1', pk: 'a', n: 20 } },
  { operationType: 'Upsert', resourceBody: { id: 'b2', pk: 'a', n: 30 } },
  { operationType: 'Patch', id: '1', resourceBody: { operations: [{ op: 'incr', path: '/n', value: 1 }] } },
  { operationType: 'Read', id: '1' },
], 'a');
assert.equal(done.code, 200);
assert.deepEqual(done.result.map(it => it.statusCode), [201, 201, 200, 200]);
assert.equal(done.result[3].resourceBody.n, 11);
const failed = await container.items.batch([
  { operationType: 'Delete', id: 'b1' },
  { operationType: 'Create', resourceBody: { id: 'b2', pk: 'a' } },
], 'a');
assert.equal(failed.code, 207);
assert.deepEqual(failed.result.map(it => it.statusCode), [424, 409]);
assert.equal((await container.item('b1', 'a').read()).statusCode, 200);

// Queries, with parameters, in one partition and in all, in pages of any size
for (let i = 0; i < 25; i++) await container.items.create({ id: `q${i}`, pk: `p${i % 3}`, n: 100 + i });
const newest = {
  query: 'SELECT VALUE c.n FROM c WHERE c.n >= @least ORDER BY c.n DESC',
  parameters: [{ name: '@least', value: 100 }],
};
const all = Array.from({ length: 25 }, (_, i) => 124 - i);
assert.deepEqual((await container.items.query(newest).fetchAll()).resources, all);
assert.deepEqual((await container.items.query(newest, { partitionKey: 'p1' }).fetchAll()).resources, all.filter(n => n % 3 === 2));
assert.deepEqual((await container.items.query('SELECT VALUE COUNT(1) FROM c').fetchAll()).resources, [28]);
let [sizes, rows, continuationToken] = [[], [], undefined];
do {
  const options = { partitionKey: 'p0', maxItemCount: 4, continuationToken };
  const page = await container.items.query(newest, options).fetchNext();
  rows.push(...page.resources);
  sizes.push(page.resources.length);
  continuationToken = page.continuationToken;
} while (continuationToken);
assert.deepEqual(rows, all.filter(n => n % 3 === 1));
assert.deepEqual(sizes, [4, 4, 1]);
assert.equal(await status(container.items.query('SELECT * FROM c GROUP BY c.n').fetchAll()), 400);

// Another key is refused
const stranger = new CosmosClient({ endpoint, key: Buffer.alloc(64).toString('base64'), connectionPolicy: { enableEndpointDiscovery: false } });
assert.equal(await status(stranger.database('js').read()), 401);

console.log('ok');
process.exit(0);
