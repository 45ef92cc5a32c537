import { shell } from '../../core/probe.ts';
import { sudoHelper } from '../../core/root-helper.ts';
import { type ShellText, sh } from '../../core/shell.ts';
import { defineTask } from '../define-task.ts';
import { parsePip } from './pip-facts.ts';
import { pipHelper } from './pip-helper.ts';
import { pipMessages } from './pip-messages.ts';
import { helperArguments, type PipParams, pipParams } from './pip-params.ts';
import { type PipChange, planPip } from './pip-plan.ts';
import { verifyPip } from './pip-verify.ts';

function helper(verb: 'plan' | 'apply' | 'rollback', params: PipParams): ShellText {
  return sudoHelper(pipHelper, verb, ...helperArguments(params));
}

/** The plan on the helper's standard input, a line each. */
function order({ from, to, pins }: PipChange): readonly string[] {
  return [
    ...[`from ${from}`, `to ${to}`],
    ...pins.map(({ name, version, sha256 }) => `pin ${name} ${version} ${sha256 ?? '-'}`),
  ];
}

/** Build, install and import; then restart and wait, twice when the old one has to come back. */
const seconds = ({ waitSeconds }: PipParams) => 1300 + 2 * (150 + waitSeconds + 60);

export const task = defineTask({
  id: 'system.pip-upgrade',
  title: { ja: 'Python パッケージ更新', en: 'Upgrade Python packages' },
  description: {
    ja: '要件ファイルが許す最新の版を pip の試行 (--dry-run --report) で調べ、いまの仮想環境の隣に新しい環境を作り、計画した版とハッシュのとおりかを確かめ (pip check、あれば pip-audit、モジュールの読み込み)、シンボリックリンクを一度に切り替えてサービスを再起動します。応答が戻らなければ、ホストの上で直ちに元の環境に戻します。pip もパッケージもアプリの利用者で動き、root では動きません。メジャーバージョンの変更、要件にない手入れのパッケージ、矛盾、容量不足、リンクでない環境では何もしません。ロックファイルをプルリクエストで更新するほうがよい方法で、版が固定されていなければその内容を示します。システムの Python には触りません。このヘルパーを使える人は、要件が許す範囲で版を選べます。',
    en: "Asks pip (--dry-run --report) for the newest versions that the requirements allow, builds a new virtual environment beside the old one, sees that it has exactly the planned versions and hashes (with pip check, pip-audit where it is installed, and an import), switches a symbolic link at once and restarts the service. When the health does not come back, the host puts the old environment back by itself, at once. pip and the packages run as the app's user, never as root. It changes nothing when a major version would change, when packages were installed by hand and are in no requirement, on conflicts, without room, or when the environment is no link. A pull request with a lock file is the better way: where versions are left open, its content is offered. The system's Python is never touched. Whoever may run the helper can choose among the versions that the requirements allow.",
  },
  sources: [
    'https://pip.pypa.io/en/stable/reference/installation-report/',
    'https://pip.pypa.io/en/stable/cli/pip_install/',
    'https://packaging.python.org/en/latest/specifications/externally-managed-environments/',
    'https://docs.python.org/3/library/venv.html',
    'PEP 440',
    'rename(2)',
  ],
  level: 2,
  params: pipParams,
  messages: pipMessages,
  measures: { interruption: { ja: '中断時間', en: 'Interruption' } },
  privileged: (given) => [helper('apply', given), helper('rollback', given)],
  probes: (given) => ({
    environment: shell(sh`${helper('plan', given)} </dev/null`, {
      timeoutSeconds: 540,
      weight: 'heavy',
      maxOutputBytes: 1024 * 1024,
    }),
  }),
  parse: ({ environment }) => parsePip(environment),
  plan: planPip,
  apply: (change, given) => ({
    script: sh`printf '%s\n' ${order(change)} | ${helper('apply', given)}`,
    timeoutSeconds: seconds(given),
  }),
  verify: verifyPip,
  rollback: (change, given) => ({
    script: sh`printf '%s\n' ${order(change)} | ${helper('rollback', given)}`,
    timeoutSeconds: seconds(given),
  }),
});
