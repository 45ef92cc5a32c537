import type { Host } from '../lab/host.ts';

/** Publishes a wheel, built by hand, in the index of the host: name, version, requirement or -, code. */
const publish = `
import base64, hashlib, os, shutil, sys, zipfile
name, version, requires, code = sys.argv[1:5]
folder = "/srv/index/simple/" + name
os.makedirs(folder, exist_ok=True)
info = "%s-%s.dist-info" % (name, version)
meta = "Metadata-Version: 2.1\\nName: %s\\nVersion: %s\\n" % (name, version)
if requires != "-":
    meta += "Requires-Dist: %s\\n" % requires
files = {}
if name == "gunicorn":
    root = "/usr/lib/python3/dist-packages"
    for top, _, names in os.walk(root + "/gunicorn"):
        for one in names:
            if one.endswith(".py"):
                path = os.path.join(top, one)
                files[os.path.relpath(path, root)] = open(path).read()
    files[info + "/entry_points.txt"] = "[console_scripts]\\ngunicorn = gunicorn.app.wsgiapp:run\\n"
else:
    files[name + "/__init__.py"] = "__version__ = %r\\n%s\\n" % (version, code)
files[info + "/METADATA"] = meta
files[info + "/WHEEL"] = "Wheel-Version: 1.0\\nGenerator: lab\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
def row(path, text):
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    return "%s,sha256=%s,%d\\n" % (path, digest, len(text.encode()))
files[info + "/RECORD"] = "".join(row(*one) for one in files.items()) + info + "/RECORD,,\\n"
with zipfile.ZipFile("%s/%s-%s-py3-none-any.whl" % (folder, name, version), "w") as wheel:
    for path, text in files.items():
        wheel.writestr(path, text)
`;

const unit = `
[Service]
Type=notify
User=mks
WorkingDirectory=/opt/mks/backend
ExecStart=/opt/mks/backend/venv/bin/gunicorn --bind 127.0.0.1:5100 --workers 2 app:app
[Install]
WantedBy=multi-user.target
`;

const app = `import mkslib


def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [mkslib.__version__.encode()]
`;

export const indexUrl = 'http://127.0.0.1:8099/simple/';

/** A real gunicorn in a real virtual environment, and the index that it was installed from. */
export class PythonApp {
  readonly host: Host;

  private constructor(host: Host) {
    this.host = host;
  }

  static async install(host: Host): Promise<PythonApp> {
    const one = new PythonApp(host);
    await host.must(`useradd --system --create-home --home-dir /opt/mks --shell /usr/sbin/nologin mks
      install -d -o mks -g mks /opt/mks/backend`);
    await host.write('/srv/publish.py', publish);
    await host.write('/opt/mks/backend/app.py', app);
    await host.write('/etc/systemd/system/mks-backend.service', unit);
    await one.require('gunicorn==20.1.0', 'mkslib>=1');
    await one.publish('gunicorn', '20.1.0', 'setuptools>=3.0');
    await one.publish('mkslib', '1.0');
    await host.must(`mkdir /srv/index/simple/setuptools
      cp /usr/share/python-wheels/setuptools-*.whl /srv/index/simple/setuptools/`);
    await one.serve();
    await host.must(
      `cd /opt/mks/backend && runuser -u mks -- python3 -m venv venv-first &&
      runuser -u mks -- ln -s venv-first venv &&
      runuser -u mks -- env HOME=/opt/mks venv/bin/pip install -q --index-url "$1" -r requirements.txt
      systemctl daemon-reload; systemctl enable -q mks-backend; systemctl start mks-backend`,
      { args: [indexUrl], timeoutSeconds: 100 },
    );
    return one;
  }

  async publish(name: string, version: string, requires = '-', code = ''): Promise<void> {
    await this.host.must('python3 /srv/publish.py "$@"', { args: [name, version, requires, code] });
  }

  async withdraw(name: string, version: string): Promise<void> {
    await this.host.must('rm "/srv/index/simple/$1/$1-$2-py3-none-any.whl"', {
      args: [name, version],
    });
  }

  /** The index on the host, until it is closed (or the host restarted). */
  async serve(): Promise<void> {
    await this.host.must(`systemd-run --quiet --collect --unit=index \
      python3 -m http.server 8099 --bind 127.0.0.1 --directory /srv/index
      until curl -sf http://127.0.0.1:8099/simple/ >/dev/null; do sleep 0.1; done`);
  }

  async close(): Promise<void> {
    await this.host.must('systemctl stop index');
  }

  async require(...lines: readonly string[]): Promise<void> {
    const text = lines.map((line) => `${line}\n`).join('');
    await this.host.write('/opt/mks/backend/requirements.txt', text);
  }

  /** Which version of the library answers, and which environment is linked. */
  async serving(): Promise<string> {
    return await this.host.must(
      'curl -sf http://127.0.0.1:5100/api/v1/health; echo " from $(readlink /opt/mks/backend/venv)"',
    );
  }

  async environments(): Promise<string[]> {
    return (await this.host.must('ls -d /opt/mks/backend/venv-*')).split('\n');
  }
}
