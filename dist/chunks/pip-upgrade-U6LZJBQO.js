import{defineTask}from"./chunk-ABEPA6W4.js";import{parseSections}from"./chunk-AP2DKIZJ.js";import{rootHelper,sudoHelper}from"./chunk-PFFS62UJ.js";import{finding}from"./chunk-2YMXSEGA.js";import{shell}from"./chunk-ZPJSWFJT.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{sh}from"./chunk-S7DLJ3SP.js";import{_enum,array,int,literal,strictObject,string,union}from"./chunk-APVUYG4K.js";import"./chunk-B2LIU7LB.js";function parsePip({stdout}){let sections=parseSections(stdout),[kind,target]=sections.lines("link");if(kind!=="link"&&kind!=="directory"&&kind!=="missing")throw new Unparsable("link, directory or missing",sections.text("link")??"");let place=(sections.text("place")??"").split(`
`),[writer]=place;if(writer!=="user"&&writer!=="root"&&writer!=="nobody")throw new Unparsable("user, root or nobody",place.join(`
`));let[used=null,free=null]=place.slice(1).filter(Boolean).map(Number),unit=new Map(sections.lines("unit").map(line=>{let[key="",...value]=line.split("=");return[key,value.join("=")]})),load=unit.get("LoadState");if(load===void 0)throw new Unparsable("LoadState=…",sections.text("unit")??"");return{kind,target:kind==="link"?target??"":null,writer,venvKilobytes:used,freeKilobytes:free,unit:{load,active:unit.get("ActiveState")??"",pid:Number(unit.get("MainPID")??0)},results:sections.lines("results").map(line=>line.slice(1)),python:pythonFacts(sections)}}function pythonFacts(sections){let[version,kind]=sections.lines("python");if(version===void 0)return null;let words=name=>(sections.text(name)??"").replaceAll(/^ /gm,"").trim(),status=sections.text("report-status");if(status===void 0)throw new Unparsable("the status of pip",sections.text("requirements")??version);let[importStatus,...importWords]=(sections.text("import")??"0").split(`
`),installed=sections.text("installed")===void 0?null:pairs(sections,"installed");return{version,isVenv:kind==="venv",pip:words("pip"),installed,roots:Object.keys(pairs(sections,"roots")),health:words("health"),importFailure:importStatus==="0"?null:importWords.join(`
`).replaceAll(/^ /gm,""),requirements:(sections.text("requirements")??"").split(`
`).map(line=>line.slice(1)),report:status==="0"?reportOf(sections):{words:words("report-words")}}}function pairs(sections,name){return Object.fromEntries(sections.lines(name).map(line=>{let[,one,version]=/^(\S+) (\S+)$/.exec(line)??[];if(one===void 0||version===void 0)throw new Unparsable("a name and a version",line);return[one,version]}))}function reportOf(sections){let pins=[],direct=[];for(let line of sections.lines("report")){let[,name,version,sha256,kind]=/^(\S+) (\S+) ([0-9a-f]{64}|-) (\w+)$/.exec(line)??[];if(name===void 0||version===void 0||sha256===void 0)throw new Unparsable("name, version, hash and kind",line);kind!=="index"&&direct.push(name),pins.push({name,version,sha256:sha256==="-"?null:sha256})}return{pins,direct}}var common=`
import json, os, re, subprocess, sys

def run(command, limit, **options):
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, universal_newlines=True, errors="replace", timeout=limit, **options)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", "no end after %d s" % limit)
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, "", str(error))

def pip(python, *arguments, limit=120, cwd="/"):
    return run([python, "-I", "-m", "pip", *arguments], limit, cwd=cwd)

def canonical(name):
    return re.sub("[-_.]+", "-", name).lower()

def where(index):
    return [] if index == "-" else ["--index-url", index]

def rows(report):
    for item in report.get("install", []):
        archive = item.get("download_info", {}).get("archive_info")
        sha256 = "-"
        if archive is not None:
            sha256 = archive.get("hashes", {}).get("sha256") or archive.get("hash", "")[7:] or "-"
        kind = "index" if archive is not None and not item.get("is_direct") else "direct"
        yield canonical(item["metadata"]["name"]), item["metadata"]["version"], sha256, kind

def smoke(python, directory, module):
    return run([python, "-c", "import sys; sys.path.insert(0, sys.argv[1]); __import__(sys.argv[2])", directory, module],
        120, cwd=directory)

def tail(text):
    return "\\n".join(" " + line for line in text.strip().splitlines()[-30:])
`,probeProgram=`${common}
import tempfile, urllib.request
directory, requirements, module, health, index = sys.argv[1:]
me = sys.executable

def section(name, *lines):
    print("%% " + name)
    for line in lines:
        print(line)

section("python", " ".join(sys.version.split()), "venv" if sys.prefix != sys.base_prefix else "system")
words = pip(me, "--version")
section("pip", " " + (words.stdout.split() + ["?", "?"])[1])
for name, more in ("installed", []), ("roots", ["--not-required"]):
    listed = pip(me, "list", "--local", "--format=json", *more)
    try:
        section(name, *sorted("%s %s" % (canonical(one["name"]), one["version"]) for one in json.loads(listed.stdout)))
    except ValueError:
        section(name + "-failed", tail(listed.stderr))
answer = "-"
if health != "-":
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        answer = "ok" if 200 <= opener.open(health, timeout=10).status < 300 else "no 2xx"
    except Exception as error:
        answer = str(error)[:200]
section("health", " " + answer)
if module != "-":
    tried = smoke(me, directory, module)
    section("import", str(tried.returncode), tail(tried.stderr))
try:
    with open(requirements, errors="replace") as file:
        section("requirements", *(" " + line.rstrip() for line in file.read(65536).splitlines()))
except OSError:
    pass
with tempfile.TemporaryDirectory() as folder:
    report = os.path.join(folder, "report.json")
    planned = pip(me, "install", "--dry-run", "--ignore-installed", "--report", report, "--retries", "1",
        "--timeout", "15", *where(index), "-r", requirements, limit=240, cwd=directory)
    section("report-status", str(planned.returncode))
    if planned.returncode == 0:
        with open(report) as file:
            section("report", *sorted(" ".join(row) for row in rows(json.load(file))))
    else:
        # What a conflict is made of is among the ordinary output.
        section("report-words", tail(planned.stdout.strip()[-3000:] + "\\n" + planned.stderr))
`,buildProgram=`${common}
import shutil
directory, old, new, requirements, module, index = sys.argv[1:]
pins = [line.split(" ") for line in sys.stdin.read().splitlines()]

def stop(what, words):
    print("%s\\n%s" % (what, words.strip()[-3000:]))
    sys.exit(1)

options = []
with open(os.path.join(old, "pyvenv.cfg")) as file:
    if re.search("(?m)^include-system-site-packages *= *true", file.read()):
        options = ["--system-site-packages"]
made = run([sys.executable, "-I", "-m", "venv", *options, new], 120)
if made.returncode:
    stop("The new environment could not be made (python3-venv?):", made.stdout + made.stderr)
python = os.path.join(new, "bin", "python")
constraints = os.path.join(new, "teiki-constraints.txt")
with open(constraints, "w") as file:
    file.writelines("%s==%s\\n" % (name, version) for name, version, sha256 in pins)
report = os.path.join(new, "teiki-report.json")
done = pip(python, "install", "--quiet", "--report", report, "--retries", "1", "--timeout", "15",
    *where(index), "-r", requirements, "-c", constraints, limit=840, cwd=directory)
if done.returncode:
    stop("pip could not install what was planned:", done.stderr)
with open(report) as file:
    got = {name: (version, sha256) for name, version, sha256, kind in rows(json.load(file))}
have = {canonical(one["name"]): one["version"] for one in json.loads(pip(python, "list", "--local", "--format=json").stdout)}
for name, version, sha256 in pins:
    if name not in got:
        # pip itself and setuptools come with the environment.
        if have.get(name) == version:
            continue
        stop("Planned but not installed: %s %s" % (name, version), "")
    if got[name][0] != version or (sha256 != "-" and got[name][1] not in (sha256, "-")):
        stop("%s %s is not the file that was planned: sha256 %s, got %s" % (name, version, sha256, got[name][1]), "")
more = sorted(set(got) - {name for name, version, sha256 in pins})
if more:
    stop("Installed but not planned: " + " ".join(more), "")
checked = pip(python, "check")
if checked.returncode:
    stop("pip check is not content:", checked.stdout + checked.stderr)
if module != "-":
    tried = smoke(python, directory, module)
    if tried.returncode:
        stop("The new environment cannot import %s:" % module, tried.stderr)
audit = shutil.which("pip-audit", path=os.path.join(new, "bin") + ":/usr/local/bin:/usr/bin")
if audit:
    site = run([python, "-I", "-c", "import sysconfig; print(sysconfig.get_path(\\"purelib\\"))"], 30).stdout.strip()
    told = run([audit, "--path", site, "--progress-spinner", "off"], 180)
    print("audit %d" % told.returncode)
    print((told.stdout if told.returncode == 1 else told.stderr).strip()[-3000:])
`,waitProgram=`
import sys, time, urllib.request
end = time.monotonic() + float(sys.argv[2])
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
while True:
    try:
        if 200 <= opener.open(sys.argv[1], timeout=5).status < 300:
            sys.exit(0)
        words = "no 2xx"
    except Exception as error:
        words = str(error)
    if time.monotonic() > end:
        print("%s: %s" % (sys.argv[1], words), file=sys.stderr)
        sys.exit(1)
    time.sleep(0.1)
`;var pipHelper=rootHelper("pip-upgrade",sh`
[ "$#" = 11 ] || exit 64
verb=$1 directory=$2 venv=$3 requirements=$4 user=$5 service=$6 module=$7 health=$8 index=$9
shift 9
wait=$1 keep=$2
folder=\${venv%/*} base=\${venv##*/}
results=/run/teiki-pip-upgrade-$service
fail() { printf '%s\n' "$*" >&2; exit 1; }
home=$(getent passwd "$user" | cut -d: -f6)
[ -n "$home" ] || fail "There is no user $user"
[ "$(id -u "$user")" != 0 ] || fail "The app must have a user other than root"

as_user() {
  runuser -u "$user" -- env -i HOME="$home" USER="$user" LC_ALL=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin \
    PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PYTHONDONTWRITEBYTECODE=1 "$@"
}
# Who may write beside the environment: the app's user, or root where nobody else can.
if as_user test -w "$folder"; then writer=user
elif [ -n "$(find "$folder" -maxdepth 0 -user 0 ! -perm /022)" ]; then writer=root
else writer=nobody
fi
as_writer() { if [ "$writer" = user ]; then as_user "$@"; else "$@"; fi; }
discard() {
  as_user rm -rf -- "$folder/$1"
  [ ! -d "$folder/$1" ] || as_writer rmdir -- "$folder/$1"
}
ours() { # an environment that this helper has made
  rest=\${1#"$base"-}
  [ "$rest" != "$1" ] && [ "\${#rest}" = 8 ] || return 1
  case $rest in *[!0-9a-f]*) return 1 ;; esac
}
python_of() { as_user "$folder/$1/bin/python" -I -c 'import sys; print(sys._base_executable)'; }

plan() {
  printf '%%%% link\n'
  if [ -h "$venv" ]; then echo link; readlink "$venv"
  elif [ -d "$venv" ]; then echo directory
  else echo missing
  fi
  printf '%%%% place\n%s\n' "$writer"
  du -sk -- "$venv/" 2>/dev/null | cut -f1
  df -Pk -- "$folder" 2>/dev/null | awk 'NR == 2 { print $4 }'
  printf '%%%% unit\n'
  systemctl show -p LoadState,ActiveState,MainPID,InvocationID -- "$service"
  printf '%%%% results\n'
  [ ! -r "$results" ] || sed 's/^/ /' "$results"
  [ ! -x "$venv/bin/python" ] ||
    as_user timeout 500 "$venv/bin/python" -I -c ${probeProgram} "$directory" "$requirements" "$module" "$health" "$index" </dev/null
  printf '%%%% end\n'
}

read_plan() {
  from= to= pins= count=0
  while read -r word name version hash rest; do
    [ -z "$rest" ] || fail "Not understood: $word $name"
    case $word in
      from) from=$name ;;
      to) to=$name ;;
      pin)
        case $name in ''|[!A-Za-z0-9]*|*[!A-Za-z0-9._-]*) fail "Not a name: $name" ;; esac
        case $version in ''|*[!A-Za-z0-9.!+_-]*) fail "Not a version: $version" ;; esac
        case $hash in -) ;; *[!0-9a-f]*|'') fail "Not a hash: $hash" ;; esac
        pins="$pins$name $version $hash
"
        count=$((count+1))
        ;;
      *) fail "Not understood: $word" ;;
    esac
  done
  [ "$count" -le 2000 ] || fail "Too many packages: $count"
  ours "$to" || fail "Not an environment of ours: $to"
  case $from in ''|.*|*[!A-Za-z0-9._-]*) fail "Not an environment: $from" ;; esac
  [ "$from" != "$to" ] && [ -x "$folder/$from/bin/python" ] || fail "No environment $folder/$from"
  [ "$writer" != nobody ] || fail "Others than root and $user may write to $folder"
  current=$(readlink "$venv")
}

now() { read -r now rest </proc/uptime; now=\${now%.*}\${now#*.}; }
switch() {
  as_writer ln -sfn -- "$1" "$venv.teiki" && as_writer mv -fT -- "$venv.teiki" "$venv"
}
# Restarted, whatever it has failed of before, and up when it is active and answers.
serve() {
  now
  begun=$now
  systemctl reset-failed -- "$service" 2>/dev/null
  timeout 150 systemctl restart -- "$service" || return 1
  if [ "$health" = - ]; then sleep 3
  else as_user timeout $((wait+30)) "$python" -I -c ${waitProgram} "$health" "$wait" </dev/null || return 1
  fi
  now
  systemctl is-active --quiet -- "$service"
}
back() {
  switch "$from" && serve || fail "The environment $from is back, but $service does not serve: systemctl status $service"
  discard "$to"
}

apply() {
  [ "$current" = "$from" ] || fail "$venv is $current now and no longer $from"
  python=$(python_of "$from") || fail "The Python of $from does not run"
  rm -f "$results"
  discard "$to"
  if [ "$writer" = root ]; then mkdir -- "$folder/$to" && chown "$user" "$folder/$to"
  else as_user mkdir -- "$folder/$to"
  fi || exit 1
  said=$(printf %s "$pins" | as_user timeout 1200 "$python" -I -c ${buildProgram} "$directory" "$folder/$from" "$folder/$to" "$requirements" "$module" "$index") || {
    discard "$to"
    fail "$said"
  }
  switch "$to" || { discard "$to"; exit 1; }
  serve || {
    systemctl status --no-pager --full -n 20 -- "$service" >&2
    echo "$service did not come up with $to: back to $from" >&2
    back
    exit 1
  }
  { echo "to $to"; echo "interruption $((now-begun))"; printf '%s\n' "$said"; } >"$results"
  # Newest first; the one before is what a rollback needs, and always stays.
  kept=1
  for one in $(cd "$folder" && ls -dt -- "$base"-????????); do
    ours "$one" && [ "$one" != "$to" ] && [ "$one" != "$from" ] || continue
    kept=$((kept+1))
    [ "$kept" -le "$keep" ] || discard "$one"
  done
}

rollback() {
  python=$(python_of "$from") || fail "The Python of $from does not run"
  case $current in
    "$to") back ;;
    "$from")
      discard "$to"
      systemctl is-active --quiet -- "$service" || serve || fail "$service does not serve: systemctl status $service"
      ;;
    *) fail "$venv is $current now, neither $from nor $to" ;;
  esac
}

case $verb in
  plan) plan ;;
  apply) read_plan; apply ;;
  rollback) read_plan; rollback ;;
  *) exit 64 ;;
esac`);var pipMessages={upgrade:{ja:"{name} {from} → {to}",en:"{name} {from} → {to}"},install:{ja:"{name} {to} を追加",en:"{name} {to}, new"},remove:{ja:"{name} {from} を除く (要件から求められていない)",en:"{name} {from} goes: the requirements do not ask for it"},build:{ja:"新しい環境 {to} ({count} パッケージ) を隣に作り、{from} から切り替え",en:"Build the environment {to} ({count} packages) beside {from}, and switch to it"},restart:{ja:"{service} を再起動し、応答を確かめる (応答しなければ元の環境に戻す)",en:"Restart {service} and wait for its health; if it does not come, the old environment is put back"},switched:{ja:"環境を {from} から {to} に切り替え、{service} を再起動しました",en:"Switched from {from} to {to} and restarted {service}"},"up-to-date":{ja:"{requirements} が許す範囲で最新です ({count} パッケージ)",en:"All {count} packages are what {requirements} gives today"},unpinned:{ja:"{requirements} の {count} 行は版を固定していないので、その日の最新になります。プルリクエストでロックファイルを更新するほうが安全です (証跡がその内容)",en:"{count, plural, one {# line of {requirements} leaves} other {# lines of {requirements} leave}} the version open: what is newest that day is installed. A pull request with a lock file is the better way (the evidence is its content)"},"remedy-unpinned":{ja:"リポジトリで: pip-compile --generate-hashes --output-file requirements.lock {requirements}。できたファイルをプルリクエストにし、手順に requirements: requirements.lock と書く",en:"In the repository: pip-compile --generate-hashes --output-file requirements.lock {requirements}; open a pull request with that file, and write requirements: requirements.lock in the step"},missing:{ja:"仮想環境 {venv} がありません",en:"There is no virtual environment {venv}"},"not-a-venv":{ja:"{venv} は仮想環境ではないか、その Python が動きません (システムの Python は変更しません)",en:"{venv} is no virtual environment, or its Python does not run (the system's Python is never changed)"},"remedy-missing":{ja:"directory と venv を確かめてください。中身: ls -l {venv} {venv}/bin/python",en:"Correct directory and venv; see what is there: ls -l {venv} {venv}/bin/python"},"not-a-link":{ja:"{venv} がシンボリックリンクではないので、一度に切り替えられません",en:"{venv} is not a symbolic link, so that there is no switching at once"},"remedy-not-a-link":{ja:"一度だけ置き換えてください (動いているプロセスには影響しません): cd {folder} && mv {name} {name}-first && ln -s {name}-first {name}",en:"Convert it once (running processes do not notice): cd {folder} && mv {name} {name}-first && ln -s {name}-first {name}"},elsewhere:{ja:"{venv} は {target} を指していますが、隣の環境を名前で指していなければなりません",en:"{venv} points to {target}, but has to point to an environment beside it, by its bare name"},"remedy-elsewhere":{ja:"隣に置いた環境の名前を指してください: ln -sfn 名前 {venv}",en:"Let it point to the name of one beside it: ln -sfn NAME {venv}"},folder:{ja:"{venv} の隣に環境を作れません (ディレクトリに書き込めるのが {user} でも root だけでもない)",en:"No environment can be made beside {venv}: the folder is writable neither by {user} nor by root alone"},"remedy-folder":{ja:"ディレクトリを {user} のものにするか、root だけが書けるようにしてください: ls -ld {venv}/..",en:"Give the folder to {user}, or let only root write to it: ls -ld {venv}/.."},unreachable:{ja:"パッケージインデックスに届かないので、更新があるか分かりません",en:"The package index cannot be reached, so whether there are updates is not known"},"remedy-unreachable":{ja:"ホストから届くかを確かめてください (プロキシ、/etc/pip.conf、indexUrl): 証跡に pip のメッセージ",en:"See that the host reaches it (proxy, /etc/pip.conf, indexUrl): pip's own words are in the evidence"},conflict:{ja:"{requirements} の求める版が互いに矛盾しています",en:"What {requirements} asks for cannot be had together"},"remedy-conflict":{ja:"証跡の依存関係を見て、{requirements} の版の指定を直してください",en:"Read the dependencies in the evidence and correct the versions in {requirements}"},"no-distribution":{ja:"{requirements} の求める版がインデックスにありません",en:"The index does not have what {requirements} asks for"},"remedy-no-distribution":{ja:"証跡のパッケージ名と版、Python の版を確かめて、{requirements} を直してください",en:"Compare name, version and Python version in the evidence, and correct {requirements}"},"pip-too-old":{ja:"環境の pip {pip} は計画を出せません (22.2 以上が必要)",en:"The pip {pip} of the environment cannot plan (22.2 or newer is needed)"},"remedy-pip-too-old":{ja:'アプリの利用者で、環境の pip を新しくしてください: venv/bin/python -m pip install "pip>=22.2"',en:`As the app's user, renew the pip of the environment: venv/bin/python -m pip install "pip>=22.2"`},"pip-failed":{ja:"pip が計画を出せないので、更新があるか分かりません",en:"pip could not plan, so whether there are updates is not known"},"remedy-pip-failed":{ja:"証跡の pip のメッセージを読んで、原因を除いてください ({requirements})",en:"Read pip's words in the evidence and remove the cause ({requirements})"},"not-active":{ja:"{service} が動いていません ({state})",en:"{service} is not running ({state})"},unhealthy:{ja:"{service} の応答が正常ではありません: {words}",en:"{service} is not healthy: {words}"},"not-restarted":{ja:"{service} は再起動されていません (前と同じプロセスのまま)",en:"{service} was not restarted: it is the same process as before"},"remedy-service":{ja:"先にサービスを調べてください: systemctl status {service}; journalctl -u {service} -n 50",en:"Look at the service first: systemctl status {service}; journalctl -u {service} -n 50"},"import-fails":{ja:"モジュール {module} を読み込めません (環境変数などが要るなら、この確認は使えません)",en:"The module {module} cannot be imported (when it needs environment variables, this test is not for it)"},"remedy-import-fails":{ja:"証跡のエラーを直すか、import に読み込めるモジュールの名前か false を書いてください",en:"Mend the error in the evidence, or write as import a module that can be imported, or false"},direct:{ja:"インデックス以外から入るものがあり、版を確かめられません: {names}",en:"Some come from elsewhere than an index, and their version proves nothing: {names}"},"remedy-direct":{ja:"{requirements} の git や URL、ローカルの指定を、インデックスにある版に替えてください",en:"Replace what {requirements} has from git, a URL or a folder by a version of an index"},unlisted:{ja:"手で入れられたパッケージが要件にないので、新しい環境では失われます: {names}",en:"Installed by hand and not in the requirements, these would be lost in the new environment: {names}"},"remedy-unlisted":{ja:"必要なら {requirements} に書き足してください: {lines}。不要なら手順に unlisted: drop と書く",en:"Add what is needed to {requirements}: {lines}; or write unlisted: drop in the step"},major:{ja:"メジャーバージョンが変わるので、試験なしには入れません: {names}",en:"The major version changes, which is not installed untested: {names}"},"remedy-major":{ja:"要件に上限を書くか ({line})、試験してから手順に allowMajor: [{name}] と書いてください",en:"Write a limit into the requirements ({line}), or test it and write allowMajor: [{name}] in the step"},"no-space":{ja:"{venv} の隣に環境を作る空きがありません (必要 {neededBytes}、空き {freeBytes})",en:"No room for another environment beside {venv} ({neededBytes} needed, {freeBytes} free)"},"remedy-no-space":{ja:"空きを作ってください。使わない環境: ls -d {venv}-*",en:"Make room; environments that are not used: ls -d {venv}-*"},"not-switched":{ja:"環境は {to} に切り替わっていません (いま {target})",en:"The environment was not switched to {to} (it is {target})"},"not-as-planned":{ja:"環境 {to} に、計画した版がありません: {names}",en:"The environment {to} does not have the planned versions: {names}"},"remedy-not-switched":{ja:"作業の証跡を読み、原因を除いてから、もう一度実行してください",en:"Read the evidence of the work, remove the cause, and run it again"},vulnerable:{ja:"pip-audit が、新しい環境 {to} に既知の脆弱性を見つけました",en:"pip-audit knows of vulnerabilities in the new environment {to}"},"remedy-vulnerable":{ja:"証跡のパッケージを、直った版まで要件で引き上げてください",en:"Raise the packages in the evidence to a version that is mended"},"not-audited":{ja:"pip-audit が動かなかったので、{to} の脆弱性は調べていません",en:"pip-audit did not work, so {to} was not looked through for vulnerabilities"}};var path=string().regex(/^[A-Za-z0-9/][A-Za-z0-9._/@+-]*$/,{error:"Expected a path of letters, digits and . _ / @ + -"}),word=error=>string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/,{error}),url=string().regex(/^https?:\/\/[^\s@'"\\]+$/,{error:"Expected http:// or https:// without a user name or password (those go into pip.conf)"}),pipParams=strictObject({directory:path.startsWith("/",{error:"Expected an absolute path"}).default("/opt/mks/backend").describe("Directory of the application, where `import` is tried"),venv:path.default("venv").describe("Its virtual environment: a symbolic link; relative to `directory`"),requirements:path.default("requirements.txt").describe("What may be installed; a lock file is best. Relative to `directory`"),user:word("Expected a user name").refine(name=>name!=="root",{error:"The app must have a user other than root"}).default("mks").describe("The app's user, who owns the environments: pip and all packages run as this user"),service:string().regex(/^[A-Za-z0-9][A-Za-z0-9:_.@-]*$/,{error:"Expected the name of a unit"}).default("mks-backend").describe("Restarted after the switch"),import:union([word("Expected the name of a module"),literal(!1)]).default("app").describe("Module that the new environment must be able to import; false: none"),health:union([url,literal(!1)]).default("http://127.0.0.1:5100/api/v1/health").describe("URL that must answer with 2xx on the host, before and after; false: none"),indexUrl:url.optional().describe("Package index; pip's own configuration if not given"),waitSeconds:int().min(1).max(600).default(60).describe("How long the health is waited for, until the old environment is put back"),keep:int().min(1).max(20).default(2).describe("Former environments that stay, the last one included"),allowMajor:array(string().regex(/^[A-Za-z0-9._-]+$/,{error:"Expected the name of a package"})).default([]).describe("Packages that may change their major version"),unlisted:_enum(["refuse","drop"]).default("refuse").describe("Packages that were installed by hand and are not in the requirements")});function within(directory,one){return one.startsWith("/")?one:`${directory.replace(/\/+$/,"")}/${one}`}function helperArguments(params){let{directory,venv,requirements,user,service,health,indexUrl,waitSeconds,keep}=params;return[directory,within(directory,venv),within(directory,requirements),user,service,params.import||"-",health||"-",indexUrl??"-",`${waitSeconds}`,`${keep}`]}var kinds=[[/no such option: --(report|dry-run)/,"pip-too-old"],[/ResolutionImpossible|conflicting dependencies/,"conflict"],[/Retrying \(Retry|Max retries exceeded|Connection (refused|reset)|NewConnectionError|Read timed out|Temporary failure in name resolution|SSLError|ProxyError|HTTP error|Could not fetch URL|no end after/,"unreachable"],[/No matching distribution found|Could not find a version/,"no-distribution"]];function kindOfFailure(words){return kinds.find(([pattern])=>pattern.test(words))?.[1]??"pip-failed"}var tools=["pip","setuptools","wheel"];function planPip(facts,params){let venv=within(params.directory,params.venv),broken=standsInTheWay(facts,venv);if(broken)return{kind:"refused",findings:[broken]};let{python,target}=facts;if(target===null||!python?.isVenv||python.installed===null||"words"in python.report)return{kind:"refused",findings:[failure(python,params)]};let{installed,report}=python,{pins}=report,news=pins.filter(({name,version})=>installed[name]!==version);if(news.length===0)return{kind:"no-op",reason:{id:"up-to-date",args:{count:pins.length,requirements:params.requirements}}};let gone=Object.keys(installed).filter(name=>!tools.includes(name)&&!pins.some(pin=>pin.name===name)),refusals=guards(facts,python,{news,gone},params);if(refusals.length>0)return{kind:"refused",findings:refusals};let to=`${venv.slice(venv.lastIndexOf("/")+1)}-${fingerprint([target,python.version,pins])}`;return{kind:"change",change:{from:target,to,pins},changes:[...news.map(pin=>step(pin,installed[pin.name])),...gone.map(name=>({id:"remove",args:{name,from:installed[name]??""}})),{id:"build",args:{from:target,to,count:pins.length}},{id:"restart",args:{service:params.service}}],findings:notesOf(python,pins,params)}}function standsInTheWay({kind,target},venv){let name=venv.slice(venv.lastIndexOf("/")+1),args={venv,name};if(kind==="missing")return finding("venv","unknown","missing",args,"remedy-missing");if(kind==="directory"){let folder=venv.slice(0,venv.lastIndexOf("/"));return finding("venv","warning","not-a-link",{...args,folder},"remedy-not-a-link")}if(target!==null&&/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(target))return;let far={...args,target:target??""};return finding("venv","warning","elsewhere",far,"remedy-elsewhere")}function failure(python,params){let venv=within(params.directory,params.venv);if(python===null||!python.isVenv)return finding("venv","unknown","not-a-venv",{venv},"remedy-missing");let words="words"in python.report?python.report.words:"",id=kindOfFailure(words),args={requirements:params.requirements,pip:python.pip},known=id==="conflict"||id==="no-distribution"||id==="pip-too-old",remedy=`remedy-${id}`;return{...finding("requirements",known?"warning":"unknown",id,args,remedy),evidence:words}}function guards({writer,unit,venvKilobytes,freeKilobytes},python,{news,gone},params){let{directory,user,service,allowMajor,unlisted}=params,{installed,roots,health,importFailure,report}=python,findings=[],venv=within(directory,params.venv);writer==="nobody"&&findings.push(finding("venv","critical","folder",{venv,user},"remedy-folder"));let key=`service:${service}`;if(unit.load!=="loaded"||unit.active!=="active"){let state=unit.load==="loaded"?unit.active:unit.load;findings.push(finding(key,"critical","not-active",{service,state},"remedy-service"))}else if(health!=="ok"&&health!=="-"){let args={service,words:health};findings.push(finding(key,"critical","unhealthy",args,"remedy-service"))}if(importFailure!==null){let args={module:params.import||""},found=finding("import","warning","import-fails",args,"remedy-import-fails");findings.push({...found,evidence:importFailure})}let direct="direct"in report?report.direct:[];if(direct.length>0){let args={names:direct.join(", "),requirements:params.requirements};findings.push(finding("requirements","warning","direct",args,"remedy-direct"))}let byHand=gone.filter(name=>roots.includes(name));if(byHand.length>0&&unlisted==="refuse"){let lines=byHand.map(name=>`${name}==${installed?.[name]??""}`).join(" "),args={names:byHand.join(", "),lines,requirements:params.requirements};findings.push(finding("unlisted","warning","unlisted",args,"remedy-unlisted"))}let majors=news.filter(({name,version})=>{let old=installed?.[name];return old!==void 0&&majorOf(old)!==majorOf(version)&&!allowMajor.includes(name)});if(majors.length>0){let names=majors.map(({name,version})=>`${name} ${installed?.[name]} → ${version}`),[first]=majors,line=`${first?.name}<${Number(majorOf(installed?.[first?.name??""]??""))+1}`,args={names:names.join(", "),line,name:first?.name??""};findings.push(finding("major","warning","major",args,"remedy-major"))}let neededBytes=((venvKilobytes??0)*1.5+102400)*1024,freeBytes=(freeKilobytes??0)*1024;if(freeBytes<neededBytes){let args={venv,neededBytes,freeBytes};findings.push(finding("space","critical","no-space",args,"remedy-no-space"))}return findings}function notesOf({requirements},pins,{directory,...params}){let open=requirements.map(line=>line.replace(/\s#.*|^#.*/,"").trim()).filter(line=>/^[A-Za-z0-9]/.test(line)&&!/===?\s*[^*\s;,]+\s*(;|--hash|\\|$)/.test(line));if(open.length===0)return[];let args={count:open.length,requirements:params.requirements,directory},lock=pins.map(({name,version,sha256})=>`${name}==${version}${sha256===null?"":` --hash=sha256:${sha256}`}`);return[{...finding("lock","note","unpinned",args,"remedy-unpinned"),evidence:lock.join(`
`)}]}function step({name,version},old){return old===void 0?{id:"install",args:{name,to:version}}:{id:"upgrade",args:{name,from:old,to:version}}}function majorOf(version){return/^(\d+!)?v?\d+/.exec(version)?.[0]??version}function fingerprint(value){let hash=2166136261;for(let letter of JSON.stringify(value))hash=Math.imul(hash^(letter.codePointAt(0)??0),16777619);return(hash>>>0).toString(16).padStart(8,"0")}function verifyPip({before,after,change},params){let{service}=params,{from,to,pins}=change,{python,unit,target}=after,findings=[],key=`service:${service}`;if(target!==to){let args={to,target:target??"-"};return findings.push(finding("venv","critical","not-switched",args,"remedy-not-switched")),{findings,changes:[]}}let installed=python?.installed??{},wrong=pins.filter(({name,version})=>installed[name]!==version);if(wrong.length>0){let names=wrong.map(({name,version})=>`${name} ${version}`).join(", ");findings.push(finding("venv","critical","not-as-planned",{names,to},"remedy-not-switched"))}if(unit.active!=="active"){let args={service,state:unit.active};findings.push(finding(key,"critical","not-active",args,"remedy-service"))}else if(python!==null&&python.health!=="ok"&&python.health!=="-"){let args={service,words:python.health};findings.push(finding(key,"critical","unhealthy",args,"remedy-service"))}else unit.pid!==0&&unit.pid===before.unit.pid&&findings.push(finding(key,"critical","not-restarted",{service},"remedy-service"));if(python!==null&&python.importFailure!==null){let args={module:params.import||""},found=finding("import","critical","import-fails",args,"remedy-import-fails");findings.push({...found,evidence:python.importFailure})}return findings.push(...auditOf(after,to)),before.python&&findings.push(...notesOf(before.python,pins,params)),{findings,measurements:measured(after,change,params),changes:[...differences(before,after),{id:"switched",args:{from,to,service}}]}}function differences(before,after){let old=before.python?.installed??{},now=after.python?.installed??{};return[...new Set([...Object.keys(old),...Object.keys(now)])].sort().flatMap(name=>{let[from,to]=[old[name],now[name]];return from===to?[]:from===void 0?[{id:"install",args:{name,to:to??""}}]:to===void 0?[{id:"remove",args:{name,from}}]:[{id:"upgrade",args:{name,from,to}}]})}function measured({results},{to},{service}){let[name,interruption=""]=results,centiseconds=/^interruption (\d+)$/.exec(interruption)?.[1];if(name!==`to ${to}`||centiseconds===void 0)return[];let value=Number(centiseconds)/100;return[{name:"interruption",object:service,value,unit:"seconds"}]}function auditOf({results},to){let[name,,audit="",...words]=results,status=/^audit (\d+)$/.exec(audit)?.[1];return name!==`to ${to}`||status===void 0||status==="0"?[]:[{...status==="1"?finding("audit","warning","vulnerable",{to},"remedy-vulnerable"):finding("audit","note","not-audited",{to}),evidence:words.join(`
`)}]}function helper(verb,params){return sudoHelper(pipHelper,verb,...helperArguments(params))}function order({from,to,pins}){return[`from ${from}`,`to ${to}`,...pins.map(({name,version,sha256})=>`pin ${name} ${version} ${sha256??"-"}`)]}var seconds=({waitSeconds})=>1300+2*(150+waitSeconds+60),task=defineTask({id:"system.pip-upgrade",title:{ja:"Python パッケージ更新",en:"Upgrade Python packages"},description:{ja:"要件ファイルが許す最新の版を pip の試行 (--dry-run --report) で調べ、いまの仮想環境の隣に新しい環境を作り、計画した版とハッシュのとおりかを確かめ (pip check、あれば pip-audit、モジュールの読み込み)、シンボリックリンクを一度に切り替えてサービスを再起動します。応答が戻らなければ、ホストの上で直ちに元の環境に戻します。pip もパッケージもアプリの利用者で動き、root では動きません。メジャーバージョンの変更、要件にない手入れのパッケージ、矛盾、容量不足、リンクでない環境では何もしません。ロックファイルをプルリクエストで更新するほうがよい方法で、版が固定されていなければその内容を示します。システムの Python には触りません。このヘルパーを使える人は、要件が許す範囲で版を選べます。",en:"Asks pip (--dry-run --report) for the newest versions that the requirements allow, builds a new virtual environment beside the old one, sees that it has exactly the planned versions and hashes (with pip check, pip-audit where it is installed, and an import), switches a symbolic link at once and restarts the service. When the health does not come back, the host puts the old environment back by itself, at once. pip and the packages run as the app's user, never as root. It changes nothing when a major version would change, when packages were installed by hand and are in no requirement, on conflicts, without room, or when the environment is no link. A pull request with a lock file is the better way: where versions are left open, its content is offered. The system's Python is never touched. Whoever may run the helper can choose among the versions that the requirements allow."},sources:["https://pip.pypa.io/en/stable/reference/installation-report/","https://pip.pypa.io/en/stable/cli/pip_install/","https://packaging.python.org/en/latest/specifications/externally-managed-environments/","https://docs.python.org/3/library/venv.html","PEP 440","rename(2)"],level:2,params:pipParams,messages:pipMessages,measures:{interruption:{ja:"中断時間",en:"Interruption"}},privileged:given=>[helper("apply",given),helper("rollback",given)],probes:given=>({environment:shell(sh`${helper("plan",given)} </dev/null`,{timeoutSeconds:540,weight:"heavy",maxOutputBytes:1024*1024})}),parse:({environment})=>parsePip(environment),plan:planPip,apply:(change,given)=>({script:sh`printf '%s\n' ${order(change)} | ${helper("apply",given)}`,timeoutSeconds:seconds(given)}),verify:verifyPip,rollback:(change,given)=>({script:sh`printf '%s\n' ${order(change)} | ${helper("rollback",given)}`,timeoutSeconds:seconds(given)})});export{task};
