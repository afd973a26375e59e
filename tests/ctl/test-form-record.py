#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""form write|seal. What was sealed is opened again by another way: the openssl program holds the
private key and does all the ciphers, and the rules of the standard are written here a second time."""
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from desk import main, run

FORM = '''<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Colony</h:title><model>
<instance><c:colony xmlns:c="http://example.org/colony" id="colony" version="7"><c:birds/><c:photo/><c:why/>
<orx:meta><orx:instanceID/><orx:timeEnd/></orx:meta></c:colony></instance>
<bind nodeset="/colony/birds" type="int"/><bind nodeset="/colony/photo" type="binary"/>
<bind nodeset="/colony/why" relevant="/colony/birds = 0"/>
<bind nodeset="/colony/orx:meta/orx:instanceID" jr:preload="uid"/>
<bind nodeset="/colony/orx:meta/orx:timeEnd" jr:preload="timestamp" jr:preloadParams="end"/>
<submission action="https://example.org/submission" method="post" %s/>
</model></h:head><h:body><input ref="/colony/birds"><label>How many?</label></input>
<upload ref="/colony/photo" mediatype="image/*"><label>Photo</label></upload>
<input ref="/colony/why"><label>Why none?</label></input></h:body></h:html>'''
SCRIPT = {'now': '2027-03-01T12:00:00Z', 'tz': 'UTC', 'steps': [
    {'op': 'set', 'path': '/colony/birds', 'value': '21'},
    {'op': 'set', 'path': '/colony/photo', 'value': 'nest.jpg'}]}
OPENROSA = '{http://openrosa.org/xforms}'
SUBMISSIONS = '{http://opendatakit.org/submissions}'


def openssl(*arguments, data=None):
    return subprocess.run(['openssl', *arguments], input=data, capture_output=True, check=True).stdout


class Folder:
    """A form with a fresh key, a record of it and two attachments."""

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix='godwitctl-')
        self.private = self.path('private.pem')
        openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', self.private)
        public = openssl('pkey', '-in', self.private, '-pubout', '-outform', 'DER')
        self.form = self.write('form.xml', FORM % ('base64RsaPublicKey="%s"' % base64.b64encode(public).decode()))
        self.record = self.write('record.xml', written(self.form))
        self.files = [self.write('nest.jpg', os.urandom(1000)), self.write('empty.txt', b''),
                      self.write('block.txt', b'0123456789abcdef')]
        return self

    def __exit__(self, *_):
        self.temporary.cleanup()

    def path(self, name):
        return os.path.join(self.temporary.name, name)

    def write(self, name, content):
        with open(self.path(name), 'wb') as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return self.path(name)

    def open_key(self, sealed):
        """Java's OAEPWithSHA256AndMGF1Padding."""
        return openssl('pkeyutl', '-decrypt', '-inkey', self.private, '-pkeyopt', 'rsa_padding_mode:oaep',
                       '-pkeyopt', 'rsa_oaep_md:sha256', '-pkeyopt', 'rsa_mgf1_md:sha1',
                       data=base64.b64decode(sealed))


def written(form):
    done = run('form', 'write', '--seed', '3', form, '-', stdin=json.dumps(SCRIPT))
    assert done.status == 0, done.err
    return done.out


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def vectors(instance_id, key):
    seed = bytearray(hashlib.md5(instance_id.encode() + key).digest())
    count = 0
    while True:
        seed[count % 16] = (seed[count % 16] + 1) % 256
        count += 1
        yield bytes(seed).hex()


def without_padding(text):
    assert 1 <= text[-1] <= 16 and text.endswith(bytes([text[-1]]) * text[-1]), text[-16:]
    return text[:-text[-1]]


def test_record_is_as_the_form_writes_it():
    with Folder() as folder:
        root = ElementTree.fromstring(read(folder.record))
        assert root.tag == '{http://example.org/colony}colony' and root.get('id') == 'colony', root
        assert [child.tag.split('}')[1] for child in root] == ['birds', 'photo', 'meta'], read(folder.record)
        assert root.find('{http://example.org/colony}birds').text == '21'
        meta = root.find(OPENROSA + 'meta')
        assert meta.find(OPENROSA + 'instanceID').text.startswith('uuid:')
        assert meta.find(OPENROSA + 'timeEnd').text.startswith('2027-03-01T12:00:00.000')


def test_sealed_record_is_opened_by_another_way():
    with Folder() as folder:
        out = folder.path('out')
        done = run('--json', 'form', 'seal', folder.form, folder.record, out, *folder.files)
        assert done.status == 0, done.err
        manifest = ElementTree.fromstring(read(os.path.join(out, 'submission.xml')))
        assert manifest.tag == SUBMISSIONS + 'data', manifest.tag
        assert manifest.attrib == {'id': 'colony', 'version': '7', 'encrypted': 'yes'}, manifest.attrib
        names = [file.text for file in manifest.findall(SUBMISSIONS + 'media/' + SUBMISSIONS + 'file')]
        assert names == ['nest.jpg.enc', 'empty.txt.enc', 'block.txt.enc'], names
        names.append(manifest.findtext(SUBMISSIONS + 'encryptedXmlFile'))
        assert names[-1] == 'submission.xml.enc', names
        assert sorted(os.listdir(out)) == sorted(names + ['submission.xml']), os.listdir(out)

        instance_id = manifest.findtext(OPENROSA + 'meta/' + OPENROSA + 'instanceID')
        assert instance_id.encode() in read(folder.record), instance_id
        sealed_key = manifest.findtext(SUBMISSIONS + 'base64EncryptedKey')
        key = folder.open_key(sealed_key)
        assert len(key) == 32, len(key)
        signed = ['colony', '7', sealed_key, instance_id]
        originals = folder.files + [folder.record]
        for name, original, vector in zip(names, originals, vectors(instance_id, key)):
            opened = openssl('enc', '-d', '-aes-256-cfb', '-K', key.hex(), '-iv', vector,
                             '-in', os.path.join(out, name))
            content = without_padding(opened)
            assert content == read(original), name
            signed.append('%s::%s' % (name[:-len('.enc')], hashlib.md5(content).hexdigest()))
        signature = folder.open_key(manifest.findtext(SUBMISSIONS + 'base64EncryptedElementSignature'))
        assert signature == hashlib.md5(('\n'.join(signed) + '\n').encode()).digest()


def test_each_record_has_a_key_of_its_own():
    with Folder() as folder:
        keys = set()
        for name in ('one', 'two'):
            out = folder.path(name)
            assert run('form', 'seal', folder.form, folder.record, out).status == 0
            keys.add(ElementTree.fromstring(read(os.path.join(out, 'submission.xml')))
                     .findtext(SUBMISSIONS + 'base64EncryptedKey'))
        assert len(keys) == 2


def test_nothing_is_written_over():
    with Folder() as folder:
        out = folder.path('out')
        os.mkdir(out)
        record = os.path.join(out, 'submission.xml')
        shutil.copy(folder.record, record)
        refused = run('form', 'seal', folder.form, record, out)
        assert refused.status == 1, refused.out
        assert read(record) == read(folder.record)


def test_form_without_a_good_key_seals_nothing():
    with Folder() as folder:
        for attribute in ('', 'base64RsaPublicKey="nonsense"', 'base64RsaPublicKey="AAAA"'):
            form = folder.write('other.xml', FORM % attribute)
            refused = run('form', 'seal', form, folder.record, folder.path('no'))
            assert refused.status == 1 and not os.path.exists(folder.path('no')), refused.out
            if attribute:
                checked = run('form', 'check', form)
                assert checked.status == 0 and 'base64RsaPublicKey' in checked.out, checked.out
        empty = folder.write('no-id.xml', '<colony/>')
        assert run('form', 'seal', folder.form, empty, folder.path('no')).status == 1


def test_record_moves_to_a_new_version():
    with Folder() as folder:
        newer = open(folder.form, encoding='utf-8').read().replace('version="7"', 'version="8"')
        newer = newer.replace('<c:photo/>', '<c:eggs/>').replace('/colony/photo', '/colony/eggs')
        newer = folder.write('newer.xml', newer.replace('<upload ', '<input ').replace('</upload>', '</input>'))
        out = folder.path('moved.xml')
        done = run('--json', 'form', 'move', folder.form, newer, folder.record, out)
        assert done.status == 0, done.err
        told = [(line.get('answer'), line.get('ref'), line.get('value')) for line in done.lines]
        assert ('lost', '/colony/photo', 'nest.jpg') in told, told
        assert ('new', '/colony/eggs', None) in told, told
        assert len(told) == 3, told
        moved = ElementTree.fromstring(read(out))
        assert moved.get('version') == '8' and moved.find('{http://example.org/colony}birds').text == '21'
        again = run('form', 'move', folder.form, newer, folder.record, out)
        assert again.status == 1, again.out


if shutil.which('openssl') is None:
    print('1..0 # SKIP openssl is not installed: records cannot be opened again')
else:
    main(sys.modules[__name__])
