import type { Messages } from '../../core/message.ts';

export const pipMessages = {
  upgrade: { ja: '{name} {from} → {to}', en: '{name} {from} → {to}' },
  install: { ja: '{name} {to} を追加', en: '{name} {to}, new' },
  remove: {
    ja: '{name} {from} を除く (要件から求められていない)',
    en: '{name} {from} goes: the requirements do not ask for it',
  },
  build: {
    ja: '新しい環境 {to} ({count} パッケージ) を隣に作り、{from} から切り替え',
    en: 'Build the environment {to} ({count} packages) beside {from}, and switch to it',
  },
  restart: {
    ja: '{service} を再起動し、応答を確かめる (応答しなければ元の環境に戻す)',
    en: 'Restart {service} and wait for its health; if it does not come, the old environment is put back',
  },
  switched: {
    ja: '環境を {from} から {to} に切り替え、{service} を再起動しました',
    en: 'Switched from {from} to {to} and restarted {service}',
  },
  'up-to-date': {
    ja: '{requirements} が許す範囲で最新です ({count} パッケージ)',
    en: 'All {count} packages are what {requirements} gives today',
  },
  unpinned: {
    ja: '{requirements} の {count} 行は版を固定していないので、その日の最新になります。プルリクエストでロックファイルを更新するほうが安全です (証跡がその内容)',
    en: '{count, plural, one {# line of {requirements} leaves} other {# lines of {requirements} leave}} the version open: what is newest that day is installed. A pull request with a lock file is the better way (the evidence is its content)',
  },
  'remedy-unpinned': {
    ja: 'リポジトリで: pip-compile --generate-hashes --output-file requirements.lock {requirements}。できたファイルをプルリクエストにし、手順に requirements: requirements.lock と書く',
    en: 'In the repository: pip-compile --generate-hashes --output-file requirements.lock {requirements}; open a pull request with that file, and write requirements: requirements.lock in the step',
  },
  missing: { ja: '仮想環境 {venv} がありません', en: 'There is no virtual environment {venv}' },
  'not-a-venv': {
    ja: '{venv} は仮想環境ではないか、その Python が動きません (システムの Python は変更しません)',
    en: "{venv} is no virtual environment, or its Python does not run (the system's Python is never changed)",
  },
  'remedy-missing': {
    ja: 'directory と venv を確かめてください。中身: ls -l {venv} {venv}/bin/python',
    en: 'Correct directory and venv; see what is there: ls -l {venv} {venv}/bin/python',
  },
  'not-a-link': {
    ja: '{venv} がシンボリックリンクではないので、一度に切り替えられません',
    en: '{venv} is not a symbolic link, so that there is no switching at once',
  },
  'remedy-not-a-link': {
    ja: '一度だけ置き換えてください (動いているプロセスには影響しません): cd {folder} && mv {name} {name}-first && ln -s {name}-first {name}',
    en: 'Convert it once (running processes do not notice): cd {folder} && mv {name} {name}-first && ln -s {name}-first {name}',
  },
  elsewhere: {
    ja: '{venv} は {target} を指していますが、隣の環境を名前で指していなければなりません',
    en: '{venv} points to {target}, but has to point to an environment beside it, by its bare name',
  },
  'remedy-elsewhere': {
    ja: '隣に置いた環境の名前を指してください: ln -sfn 名前 {venv}',
    en: 'Let it point to the name of one beside it: ln -sfn NAME {venv}',
  },
  folder: {
    ja: '{venv} の隣に環境を作れません (ディレクトリに書き込めるのが {user} でも root だけでもない)',
    en: 'No environment can be made beside {venv}: the folder is writable neither by {user} nor by root alone',
  },
  'remedy-folder': {
    ja: 'ディレクトリを {user} のものにするか、root だけが書けるようにしてください: ls -ld {venv}/..',
    en: 'Give the folder to {user}, or let only root write to it: ls -ld {venv}/..',
  },
  unreachable: {
    ja: 'パッケージインデックスに届かないので、更新があるか分かりません',
    en: 'The package index cannot be reached, so whether there are updates is not known',
  },
  'remedy-unreachable': {
    ja: 'ホストから届くかを確かめてください (プロキシ、/etc/pip.conf、indexUrl): 証跡に pip のメッセージ',
    en: "See that the host reaches it (proxy, /etc/pip.conf, indexUrl): pip's own words are in the evidence",
  },
  conflict: {
    ja: '{requirements} の求める版が互いに矛盾しています',
    en: 'What {requirements} asks for cannot be had together',
  },
  'remedy-conflict': {
    ja: '証跡の依存関係を見て、{requirements} の版の指定を直してください',
    en: 'Read the dependencies in the evidence and correct the versions in {requirements}',
  },
  'no-distribution': {
    ja: '{requirements} の求める版がインデックスにありません',
    en: 'The index does not have what {requirements} asks for',
  },
  'remedy-no-distribution': {
    ja: '証跡のパッケージ名と版、Python の版を確かめて、{requirements} を直してください',
    en: 'Compare name, version and Python version in the evidence, and correct {requirements}',
  },
  'pip-too-old': {
    ja: '環境の pip {pip} は計画を出せません (22.2 以上が必要)',
    en: 'The pip {pip} of the environment cannot plan (22.2 or newer is needed)',
  },
  'remedy-pip-too-old': {
    ja: 'アプリの利用者で、環境の pip を新しくしてください: venv/bin/python -m pip install "pip>=22.2"',
    en: 'As the app\'s user, renew the pip of the environment: venv/bin/python -m pip install "pip>=22.2"',
  },
  'pip-failed': {
    ja: 'pip が計画を出せないので、更新があるか分かりません',
    en: 'pip could not plan, so whether there are updates is not known',
  },
  'remedy-pip-failed': {
    ja: '証跡の pip のメッセージを読んで、原因を除いてください ({requirements})',
    en: "Read pip's words in the evidence and remove the cause ({requirements})",
  },
  'not-active': {
    ja: '{service} が動いていません ({state})',
    en: '{service} is not running ({state})',
  },
  unhealthy: {
    ja: '{service} の応答が正常ではありません: {words}',
    en: '{service} is not healthy: {words}',
  },
  'not-restarted': {
    ja: '{service} は再起動されていません (前と同じプロセスのまま)',
    en: '{service} was not restarted: it is the same process as before',
  },
  'remedy-service': {
    ja: '先にサービスを調べてください: systemctl status {service}; journalctl -u {service} -n 50',
    en: 'Look at the service first: systemctl status {service}; journalctl -u {service} -n 50',
  },
  'import-fails': {
    ja: 'モジュール {module} を読み込めません (環境変数などが要るなら、この確認は使えません)',
    en: 'The module {module} cannot be imported (when it needs environment variables, this test is not for it)',
  },
  'remedy-import-fails': {
    ja: '証跡のエラーを直すか、import に読み込めるモジュールの名前か false を書いてください',
    en: 'Mend the error in the evidence, or write as import a module that can be imported, or false',
  },
  direct: {
    ja: 'インデックス以外から入るものがあり、版を確かめられません: {names}',
    en: 'Some come from elsewhere than an index, and their version proves nothing: {names}',
  },
  'remedy-direct': {
    ja: '{requirements} の git や URL、ローカルの指定を、インデックスにある版に替えてください',
    en: 'Replace what {requirements} has from git, a URL or a folder by a version of an index',
  },
  unlisted: {
    ja: '手で入れられたパッケージが要件にないので、新しい環境では失われます: {names}',
    en: 'Installed by hand and not in the requirements, these would be lost in the new environment: {names}',
  },
  'remedy-unlisted': {
    ja: '必要なら {requirements} に書き足してください: {lines}。不要なら手順に unlisted: drop と書く',
    en: 'Add what is needed to {requirements}: {lines}; or write unlisted: drop in the step',
  },
  major: {
    ja: 'メジャーバージョンが変わるので、試験なしには入れません: {names}',
    en: 'The major version changes, which is not installed untested: {names}',
  },
  'remedy-major': {
    ja: '要件に上限を書くか ({line})、試験してから手順に allowMajor: [{name}] と書いてください',
    en: 'Write a limit into the requirements ({line}), or test it and write allowMajor: [{name}] in the step',
  },
  'no-space': {
    ja: '{venv} の隣に環境を作る空きがありません (必要 {neededBytes}、空き {freeBytes})',
    en: 'No room for another environment beside {venv} ({neededBytes} needed, {freeBytes} free)',
  },
  'remedy-no-space': {
    ja: '空きを作ってください。使わない環境: ls -d {venv}-*',
    en: 'Make room; environments that are not used: ls -d {venv}-*',
  },
  'not-switched': {
    ja: '環境は {to} に切り替わっていません (いま {target})',
    en: 'The environment was not switched to {to} (it is {target})',
  },
  'not-as-planned': {
    ja: '環境 {to} に、計画した版がありません: {names}',
    en: 'The environment {to} does not have the planned versions: {names}',
  },
  'remedy-not-switched': {
    ja: '作業の証跡を読み、原因を除いてから、もう一度実行してください',
    en: 'Read the evidence of the work, remove the cause, and run it again',
  },
  vulnerable: {
    ja: 'pip-audit が、新しい環境 {to} に既知の脆弱性を見つけました',
    en: 'pip-audit knows of vulnerabilities in the new environment {to}',
  },
  'remedy-vulnerable': {
    ja: '証跡のパッケージを、直った版まで要件で引き上げてください',
    en: 'Raise the packages in the evidence to a version that is mended',
  },
  'not-audited': {
    ja: 'pip-audit が動かなかったので、{to} の脆弱性は調べていません',
    en: 'pip-audit did not work, so {to} was not looked through for vulnerabilities',
  },
} as const satisfies Messages;

export type PipMessage = keyof typeof pipMessages;
