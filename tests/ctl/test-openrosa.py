#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""report send-openrosa: the very bytes that were frozen arrive, once; nothing is told that is not so."""
import email
import hashlib
import http.server
import sys
import threading

from desk import Desk, main

ENVELOPE = b'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>Thank you.</message></OpenRosaResponse>'


class Door(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def answer(self, status, body=b''):
        self.send_response(status)
        self.send_header('X-OpenRosa-Version', '1.0')
        self.send_header('X-OpenRosa-Accept-Content-Length', '10000000')
        self.send_header('Content-Type', 'text/xml')
        if status != 204:
            self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self):
        self.answer(204 if self.headers['X-OpenRosa-Version'] == '1.0' else 400)

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        head = b'Content-Type: ' + self.headers['Content-Type'].encode() + b'\r\n\r\n'
        part = email.message_from_bytes(head + body).get_payload()[0]
        assert part.get_param('name', header='content-disposition') == 'xml_submission_file'
        xml = part.get_payload(decode=True)
        known = xml in self.server.kept
        self.server.kept.add(xml)
        self.answer(self.server.status or (202 if known else 201), self.server.word)


class Place:
    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Door)
        self.server.kept, self.server.status, self.server.word = set(), 0, ENVELOPE
        self.url = 'http://127.0.0.1:%d/v1/projects/1' % self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def test_the_frozen_bytes_arrive_once():
    with Desk() as desk, Place() as place:
        report = desk.run('report', 'new', '--cycle', 'CMS-COP16')[0]['id']
        frozen = desk.run('report', 'freeze', report)[0]
        first = desk.run('report', 'send-openrosa', report, place.url)[0]
        assert first['ok'] and first['message'] == 'Thank you.' and not first['was_there'], first
        assert [hashlib.sha256(xml).hexdigest() for xml in place.server.kept] == [frozen['sha256']]
        assert desk.run('report', 'send-openrosa', report, place.url)[0]['was_there']
        assert len(place.server.kept) == 1


def test_what_is_not_frozen_or_not_taken_is_said():
    with Desk() as desk, Place() as place:
        report = desk.run('report', 'new', '--cycle', 'CMS-COP16')[0]['id']
        desk.refused('report', 'send-openrosa', report, place.url)
        assert not place.server.kept
        frozen = desk.run('report', 'freeze', report)[0]
        place.server.status, place.server.word = 201, b'<html>Welcome to the hotel</html>'
        assert 'OpenRosa' in desk.refused('report', 'send-openrosa', report, place.url)
        place.server.status = 503
        assert 'later' in desk.refused('report', 'send-openrosa', report, place.url)
        desk.refused('report', 'send-openrosa', report, 'http://central.example/')
        assert desk.run('report', 'freeze', report) == [frozen]


if __name__ == '__main__':
    sys.exit(main(sys.modules[__name__]))
