// Writes the table of monthly costs in README.md: node infra/costs.mjs (--check only says whether it is up to date).
// Prices and what is assumed stand in costs.json, measured request units and bytes in docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs';

const file = name => new URL(name, import.meta.url);
const { prices, runner, host, rows } = JSON.parse(readFileSync(file('costs.json'), 'utf8'));
const measured = readFileSync(file('../docs/performance.md'), 'utf8');
const readme = readFileSync(file('README.md'), 'utf8');
const [begin, end] = ['<!-- costs.mjs writes what follows -->\n', '<!-- until here -->'];

// The numbers of the first row of that name: of a cell such as 6,708 + 306 their sum.
function numbers(row) {
  const line = measured.split('\n').find(line => line.startsWith(`| ${row} |`));
  if (!line) throw new Error(`docs/performance.md has no row "${row}".`);
  return line.split('|').slice(2, -1).map(cell =>
    cell.replaceAll(',', '').split('+').reduce((sum, part) => sum + Number(part), 0));
}

function uploadOf(row) {
  const [uploads, , , , down, units] = numbers(row);
  return { uploads, down, units: units / uploads };
}

const append = uploadOf('2 h by append');
const put = uploadOf('2 h by PUT, compressed');
const [, , , , poll, , pollUnits] = numbers('10 members');
const uploadsOfRun = runner.minutes * 60 / runner.secondsBetweenUploads;

// What is sent back whole grows with the square of a run's length.
const bytesOfRun = upload => upload === 'append'
  ? append.down / append.uploads * uploadsOfRun
  : put.down * (uploadsOfRun / put.uploads) ** 2;

function cost({ runners, memoryGigabytes, upload }) {
  const uploads = runner.runs * uploadsOfRun;
  const requests = runners * (uploads + runner.otherRequests);
  const units = host.timerRuns * host.timerRequestUnits + runners * (
    uploads * ((upload === 'append' ? append : put).units + runner.shareInRooms * pollUnits)
    + runner.otherRequests * runner.otherRequestUnits);
  const rate = requests / host.secondsInMonth;
  const active = host.secondsInMonth * Math.max(1 - Math.exp(-rate), rate / host.requestsPerSecondAndInstance);
  const executions = requests + host.timerRuns;
  const gigabyteSeconds = memoryGigabytes * (active + host.timerRuns * host.timerSeconds);
  const storage = runners * runner.recordKilobytes * runner.monthsKept / 1e6;
  const logs = Math.min(requests * runner.logKilobytes / 1e6, host.logCapGigabytes);
  const egress = runners * (
    runner.runs * bytesOfRun(upload) + uploads * runner.shareInRooms * poll
    + runner.otherRequests * runner.otherResponseKilobytes * 1e3) / 1e9;
  const dollars = [
    units / 1e6 * prices.requestUnitsPerMillion,
    beyond(executions, prices.freeExecutions) / 1e6 * prices.executionsPerMillion,
    beyond(gigabyteSeconds, prices.freeGigabyteSeconds) * prices.gigabyteSecond,
    storage * prices.cosmosGigabyteMonth,
    beyond(logs, prices.freeLogGigabytes) * prices.logGigabyte,
    beyond(egress, prices.freeEgressGigabytes) * prices.egressGigabyte,
    host.logAlertsEvery5Minutes * prices.logAlertEvery5Minutes + host.logAlertsEvery15Minutes * prices.logAlertEvery15Minutes
      + host.metricAlerts * prices.metricAlert + prices.healthTest,
  ];
  const amounts = [
    `${number(units / 1e6, 1)} M: `, `${number(executions / 1e6, 2)} M: `, `${number(gigabyteSeconds / 1e6, 1)} M: `,
    `${number(storage)} GB: `, `${number(logs)} GB: `, `${number(egress)} GB: `, '',
  ];
  const total = dollars.reduce((sum, part) => sum + part, 0);
  return `| ${number(runners)}, ${memoryGigabytes} GB, ${upload} | ${number(requests / 1e6)} M | `
    + dollars.map((part, index) => `${amounts[index]}$${number(part)}`).join(' | ') + ` | **$${number(total)}** |`;
}

function beyond(amount, free) {
  return Math.max(0, amount - free);
}

function number(value, digits = 0) {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ** digits ? digits : 0 });
}

const load = runners => runners / host.secondsInMonth
  * (runner.runs * uploadsOfRun * (append.units + runner.shareInRooms * pollUnits) + runner.otherRequests * runner.otherRequestUnits);
const table = `Prices: ${prices.region}; ${prices.asOf}. Measured: ${append.units.toFixed(1)} RU and \
${number(append.down / append.uploads)} bytes down an append,
${pollUnits} RU and ${number(poll)} bytes more with what is new in a room.
An average of ${number(load(1e5))} RU/s at 100,000 runners; 5,000 RU/s at ${number(Math.floor(
    5000 / append.units * runner.secondsBetweenUploads / 100) * 100)} runners live at the same moment.

| runners a month, memory, uploads by | requests | request units | executions | GB-seconds | Cosmos DB storage | logs | egress | alerts \
| **total** |
|---|---|---|---|---|---|---|---|---|---|
${rows.map(cost).join('\n')}
`;

const [before, rest] = readme.split(begin);
const [, after] = rest.split(end);
const written = before + begin + table + end + after;
if (process.argv.includes('--check')) {
  console.log(written === readme ? 'README.md is up to date.' : table);
  process.exitCode = written === readme ? 0 : 1;
} else {
  writeFileSync(file('README.md'), written);
}
