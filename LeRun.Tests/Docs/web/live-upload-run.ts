// A run with the client of docs/live-upload.md:
//   node live-upload-run.js <address> <token> <start> <seconds> <yes or no: whether to take over from another phone>
import { LiveUpload } from './live-upload.js';

// All that is used of Node.
declare const process: { argv: string[] };

const [address, token, start, length, takeover] = process.argv.slice(2) as [string, string, string, string, string];
const markers: object[] = [];
const state = { meters: 0, seconds: 0, latitude: 0, longitude: 0 };
let renewals = 0;
let questions = 0;

const renew = async (isRefused: boolean) => {
  if (isRefused) renewals++;
  return token;
};
const ask = async () => {
  questions++;
  return takeover === 'yes';
};
// As the app begins, and after it was closed: markers and state come from the disk.
const open = () => new LiveUpload(`${address}api/users/run`, start, 'phone', markers, state, renew, ask, async () => {});

let upload = open();
for (let second = 0; second < Number(length); second++) {
  const [latitude, longitude] = [Number((31.2 + second * 0.00003).toFixed(7)), Number((121.4 - second * 0.00002).toFixed(7))];
  markers.push({ latitude, longitude, id: second, at: second });
  Object.assign(state, { meters: second * 3, seconds: second, latitude, longitude });
  const isOffline = second > 400 && second < 1700;
  if (second % 5 === 0 && !isOffline) await upload.tick();
  if (second === 2000) upload = open();
}

const record = await upload.finish();
console.log(JSON.stringify({ next: upload.next, id: record._id, renewals, questions }));
