/** Uploads one run. The app keeps start, markers and state (meters, seconds, latitude, longitude) until finish returns. */
export class LiveUpload {
  next = 0; // how many markers the server holds
  wait = 5; // seconds until the next try
  private takeover = false;
  private apart = false; // another phone's run goes on: this one is stored whole, at its end
  constructor(private api: string, private start: string, private device: string, private markers: object[],
    private state: object, private token: (renew: boolean) => Promise<string>,
    private askTakeover: (current: object) => Promise<boolean>, private pause: (seconds: number) => Promise<void>) {}
  /** Sends what is new; to be called every few seconds. True: the server holds everything. */
  async tick(running = true): Promise<boolean> {
    if (this.apart) return false;
    const { start, next: from, device, takeover } = this;
    const markers = this.markers.slice(from, from + 1000);
    const held = await this.post('/data/append', { start, from, markers, ...this.state, running, device, takeover });
    if (held) [this.next, this.takeover] = [held.next, false];
    return held !== null && this.next >= this.markers.length;
  }
  /** Ends the run, however long that takes, and returns its record. */
  async finish(): Promise<any> {
    while (!this.apart && !(await this.tick(false))) await this.pause(this.wait);
    const whole = { runRecord: { start: this.start, markers: this.markers, ...this.state } };
    for (let record; ; await this.pause(this.wait))
      if ((record = await this.post('/record', this.apart ? whole : {}))) return record;
  }
  private async post(path: string, body: object): Promise<any> {
    const authorization = `Bearer ${await this.token(false)}`;
    const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': this.start };
    const init = { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(15_000) };
    const answer = await fetch(this.api + path, init).catch(() => null);
    const json = await answer?.json().catch(() => null);
    this.wait = Number(answer?.headers.get('retry-after')) || 5;
    if (!answer || !json || answer.status >= 500 || [408, 429].includes(answer.status) || json.code === 'tryAgain') return null;
    if (answer.ok) return json;
    if (answer.status === 401) await this.token(true);
    else if (json.code !== 'otherRun' && json.code !== 'noRunToFinish') throw new Error(json.message); // the app's fault
    else this.apart = !(this.takeover = json.code === 'otherRun' && (await this.askTakeover(json.current)));
    return null;
  }
}
