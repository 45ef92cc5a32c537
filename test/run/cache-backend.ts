export const backendPort = 5100;

/**
 * A small application: `/clear/<mode>` answers as the mode says, to whoever has the token (in the
 * file that is its only argument); `/cached` is slow or broken from then on, if the mode was that. Requests are logged.
 */
export const backend = `import sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

state = {'cached': 'fast'}

class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def answer(self, status, text='', headers={}):
        body = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == '/cached' and state['cached'] == 'slow':
            time.sleep(0.4)
        broken = self.path == '/cached' and state['cached'] == 'broken'
        self.answer(500 if broken else 200, 'hello')

    def do_OPTIONS(self):
        self.answer(204)

    def do_POST(self):
        with open('/tmp/backend.log', 'a') as log:
            log.write('POST ' + self.path + '\\n')
        mode = self.path.removeprefix('/clear/')
        given = self.headers.get('Authorization', '')
        if given != 'Bearer ' + open(sys.argv[1]).read():
            return self.answer(401, 'no')
        if mode == 'hang':
            time.sleep(20)
        if mode == 'cut':
            self.close_connection = True
            return self.connection.close()
        if mode == 'echo':
            return self.answer(500, 'got ' + given)
        if mode == 'slow':
            state['cached'] = 'slow'
        if mode == 'break':
            state['cached'] = 'broken'
        statuses = {'500': 500, 'redirect': 302, 'missing': 404}
        self.answer(statuses.get(mode, 200), '{"cleared": 12}', {'Location': '/x'})

    def log_message(self, *args):
        pass

ThreadingHTTPServer(('127.0.0.1', ${backendPort}), Handler).serve_forever()
`;
