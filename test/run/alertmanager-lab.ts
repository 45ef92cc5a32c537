import type { Host } from '../lab/host.ts';

/** A real Alertmanager on the host, with what tests ask of it. */
export class LabAlertmanager {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async start(): Promise<void> {
    await this.#host.must(
      `systemctl start prometheus-alertmanager
      for n in $(seq 100); do curl -sf http://127.0.0.1:9093/-/ready >/dev/null && exit 0; sleep 0.2; done
      exit 1`,
    );
  }

  /** An alert as Prometheus sends it. */
  async fire(alertname: string, instance = 'app1:9100'): Promise<void> {
    const body = JSON.stringify([{ labels: { alertname, instance, severity: 'critical' } }]);
    await this.#post('alerts', body);
  }

  async resolve(alertname: string, instance = 'app1:9100'): Promise<void> {
    const labels = { alertname, instance, severity: 'critical' };
    const endsAt = new Date(Date.now() - 1000).toISOString();
    await this.#post('alerts', JSON.stringify([{ labels, endsAt }]));
  }

  async silence(createdBy: string, minutes = 60): Promise<void> {
    const matchers = [{ name: 'instance', value: 'app1:.*', isRegex: true, isEqual: true }];
    const [startsAt, endsAt] = [0, minutes].map((one) =>
      new Date(Date.now() + one * 60_000).toISOString(),
    );
    await this.#post(
      'silences',
      JSON.stringify({ matchers, startsAt, endsAt, createdBy, comment: 'by hand' }),
    );
  }

  /** Those that hold: who has made them, why, and for how many minutes from now. */
  async silences(): Promise<{ createdBy: string; comment: string; minutes: number }[]> {
    const text = await this.#host.must('curl -sf http://127.0.0.1:9093/api/v2/silences');
    const all = JSON.parse(text) as {
      createdBy: string;
      comment: string;
      endsAt: string;
      status: { state: string };
    }[];
    return all
      .filter(({ status }) => status.state !== 'expired')
      .map(({ createdBy, comment, endsAt }) => ({
        createdBy,
        comment,
        minutes: (Date.parse(endsAt) - Date.now()) / 60_000,
      }));
  }

  async #post(what: string, body: string): Promise<void> {
    await this.#host.must(
      `curl -sf -H 'Content-Type: application/json' -d "$1" http://127.0.0.1:9093/api/v2/${what}`,
      { args: [body] },
    );
  }
}
