// A client made of the API's own document, against the API: node client.js <address>
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

type LiveRunInput = components['schemas']['LiveRunInput'];

// All that is used of Node.
declare const process: { argv: string[] };

const baseUrl = process.argv[2]!;
const username = 'client_user';
const password = 'client_password';

/** The answer, of a call that must have one. */
function got<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) throw new Error(`${answer.response.status} ${JSON.stringify(answer.error)}`);
  return answer.data;
}

const anonymous = createClient<paths>({ baseUrl });

const registered = got(await anonymous.POST('/api/users', { body: { username, password } }));
const again = await anonymous.POST('/api/users', { body: { username, password } });
const taken: string[] | undefined = again.error?.errors?.['username'];
if (again.response.status !== 400 || !taken?.length) throw new Error('The name should have been taken.');

const login = got(await anonymous.POST('/api/users/login', { body: { username, password } }));
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${login.token}` } });

const runData: LiveRunInput = {
  meters: 5000,
  seconds: 1500,
  latitude: 37.775,
  longitude: -122.4195,
  running: true,
  markers: [{ latitude: 37.7749, longitude: -122.4194, id: 1 }],
  start: '2024-11-22T10:00:00Z',
};
got(await client.PUT('/api/users/run/data', { body: { username, runData } }));
const record = got(await client.POST('/api/users/run/record', { body: {} }));
const pace: number | null = record.pace;

const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  character => character.charCodeAt(0),
);
const pictured = got(await client.POST('/api/users/update/profilepic', {
  body: { picture: '' },
  bodySerializer: () => {
    const form = new FormData();
    form.append('picture', new Blob([png], { type: 'image/png' }), 'me.png');
    return form;
  },
}));

const listed = got(await client.GET('/api/users/run/records/{username}', {
  params: { path: { username }, query: { limit: 10 } },
}));
const users = got(await client.GET('/api/users'));

const facts = {
  registered: registered.username === username,
  pace: pace === 300,
  picture: pictured.profilePic !== null,
  record: listed.length === 1 && listed[0]!._id === record._id,
  user: users.some(user => user._id === registered._id),
};
if (!Object.values(facts).every(Boolean)) throw new Error(JSON.stringify(facts));
console.log('ok');
