import type { Host } from '../lab/host.ts';

const rules = `groups:
  - name: mks
    interval: 1s
    rules:
      - { alert: TargetDown, expr: up == 0, for: 0s, labels: { severity: page } }
      - { alert: NeverFires, expr: up > 5 }
`;

const config = `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [/etc/prometheus/rules.yml]
scrape_configs:
  - { job_name: prometheus, static_configs: [{ targets: ["127.0.0.1:9090"] }] }
  - { job_name: gone, static_configs: [{ targets: ["127.0.0.1:9"] }] }
`;

/** A real Prometheus with a target that is down, and a rule that fires for it. */
export async function startPrometheus(host: Host): Promise<void> {
  await host.write('/etc/prometheus/rules.yml', rules);
  await host.write('/etc/prometheus/prometheus.yml', config);
  await host.write(
    '/etc/default/prometheus',
    'ARGS="--storage.tsdb.retention.time=200d --web.listen-address=127.0.0.1:9090"\n',
  );
  await host.must('systemctl restart prometheus');
}

export interface Written {
  readonly metric: string;
  /** Seconds since the epoch, first and last; a sample a minute. */
  readonly spans: readonly (readonly [number, number])[];
}

/** Blocks of the past, by promtool, as if Prometheus had written them then. */
export async function writePast(host: Host, series: readonly Written[]): Promise<void> {
  const lines = series.flatMap(({ metric, spans }) =>
    spans.map(([from, to]) => `${metric}\t${from}\t${to}`),
  );
  await host.must(
    `set -e
     awk -F'\\t' '{ for (t = $2; t <= $3; t += 60) print $1, 1, t } END { print "# EOF" }' >/tmp/past.om
     systemctl stop prometheus
     promtool tsdb create-blocks-from --max-block-duration=768h openmetrics /tmp/past.om /var/lib/prometheus/metrics2 >/dev/null
     chown -R prometheus: /var/lib/prometheus; rm /tmp/past.om
     systemctl start prometheus`,
    { input: `${lines.join('\n')}\n` },
  );
}

export async function ready(host: Host): Promise<void> {
  await host.must(
    `for n in $(seq 150); do
       curl -sf 'http://127.0.0.1:9090/api/v1/query?query=ALERTS' | grep -q TargetDown && exit 0
       sleep 0.2
     done
     exit 1`,
  );
}
