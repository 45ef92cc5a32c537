/**
 * What runs as the app's user, in its own Python (3.7 and later), with the standard library alone.
 * Text from outside has a blank before it in every line, so that it makes no section.
 */
const common = `
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
`;

/** Facts for the plan: versions, what the requirements would give, the import, the health. */
export const probeProgram = `${common}
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
`;

/** Builds an environment beside the old one; ends with 1 and its words when it is not as planned. */
export const buildProgram = `${common}
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
`;

/** Waits until a URL answers with 2xx. */
export const waitProgram = `
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
`;
