#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stopped a newcomer: the way back from a topic, a click that missed, a list without Escape.

usage: newcomer.py BUILD-DIR"""
import http.server
import os
import shutil
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402

stage.skip_without_display()
build = os.path.abspath(sys.argv[1])
tap = stage.Tap()
ORDER = [name for name, _ in stage.desks()]
ITEM = 'Envoyer la lettre à chaque secrétariat ou unité de coordination concerné'
TOPIC = 'Comment un point focal est désigné'


def q(text):
    return '"%s"' % text.replace('"', '\\"')


def desk(name):
    return 'key alt+%d' % (1 + ORDER.index(name))


def way_back(profile, folder, _):
    """From an item of a checklist to a topic, on to the next topic, and back in as many steps."""
    good, said = stage.drive(build, [
        'wait heading ' + q(_('What comes next')), desk('checklists'),
        'click "list item" "Prendre ses fonctions"', 'click "list item" ' + q(ITEM),
        'click "list item" ' + q(TOPIC), 'wait heading ' + q(TOPIC), 'title ' + q(TOPIC),
        'move 340 500', 'scroll 6', 'click "list item" "Les 90 premiers jours dans la fonction"', 'title "Les 90 premiers jours dans la fonction"',
        'key alt+Left', 'title ' + q(TOPIC),
        'key alt+Left', 'title "Prendre ses fonctions"', 'state "list item" %s focused' % q(TOPIC),
        'click "push button" ' + q(_('Back')), 'wait heading ' + q(_('Checklists to start from')),
    ], profile=profile, out=folder)
    tap.result(good, 'back from a topic leads to the item it was opened from', said)


def first_click(profile, folder, _):
    """The reminder under the field that is left must not push away what the pointer is on."""
    good, said = stage.drive(build, [
        'wait heading ' + q(_('What comes next')), desk('actions'),
        'click "push button" ' + q(_('Record an action')), 'state text "Titre" focused',
        'click "radio button" "Terminée"', 'state "radio button" "Terminée" checked',
        'wait label "~a besoin d\'un titre"',
    ], profile=profile, out=folder)
    tap.result(good, 'a click that leaves an empty required field is not lost', said)


def escape(profile, folder, _):
    species = '"Espèces inscrites aux Annexes"'
    good, said = stage.drive(build, [
        'wait heading ' + q(_('What comes next')), desk('actions'),
        'click "push button" ' + q(_('Record an action')), 'click "list item" "~Où, et pour quoi"',
        'click "push button" ' + species, 'state "push button" %s expanded' % species, 'type cigogne', 'sleep 0.3',
        'key Escape', 'state "push button" %s !expanded' % species, 'state "push button" "Choisir…" focused',
    ], profile=profile, out=folder)
    tap.result(good, 'Escape closes the list of choices', said)


def same_place(profile, folder, _):
    """Closed in mid-word, opened again: the next key goes on with the word, which is on the screen."""
    stage.ctl(build, profile, 'report', 'new', '--title', 'Rapport')
    good, said = stage.drive(build, [
        'wait heading ' + q(_('What comes next')), desk('reports'),
        'click "list item" "Rapport"', 'click "list item" "~I. Informations"',
        'wait heading "I. Informations administratives"', 'focus text "Adresse postale"', 'type "BP 5005, Da"',
        'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    tap.result(good, 'the program is closed in mid-word', said)
    good, said = stage.drive(build, [
        'wait text "Adresse postale"', 'state text "Adresse postale" focused', 'type kar',
        'text text "Adresse postale" "BP 5005, Dakar"',
        desk('home'), 'wait heading ' + q(_('What comes next')), desk('reports'), 'wait text "Adresse postale"',
        'state text "Adresse postale" focused', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    tap.result(good, 'it opens at the same word', said)


def find_and_rows(profile, folder, _):
    """A section is found by its heading, what is not there is said, and a new row begins with its first question."""
    stage.ctl(build, profile, 'report', 'new', '--title', 'Rapport')
    good, said = stage.drive(build, [
        'wait heading ' + q(_('What comes next')), desk('reports'), 'click "list item" "Rapport"',
        'wait heading "Résumé"', 'key ctrl+f', 'type zzz', 'key Return',
        'wait "status bar" ' + q(_('No question and no answer in this form fits what you typed.')),
        'key ctrl+a', 'type "interdiction de prelever"', 'key Return',
        'wait heading "~IV. Interdiction"', 'key Escape',
        'click "radio button" "Oui, pour toutes les espèces de l\'Annexe I"', 'click "radio button" "Oui"',
        'gone entry ' + q(_('Find a question or an answer')),
        'click "push button" "Ajouter une ligne"', 'wait "push button" "Retirer la ligne 1"',
        'state "table cell" "~ligne 1" focused', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    tap.result(good, 'finding says what it found, and a new row begins with its question', said)


def help_for_the_desk(profile, folder, _):
    """F1 leads to the topic about what is on the screen, and back again."""
    good, said = stage.drive(build, [
        'wait heading ' + q(_('What comes next')), desk('reports'), 'wait "push button" ' + q(_('Begin a national report')),
        'key F1', 'wait heading "Les étapes pour établir le rapport"', 'key alt+Left',
        'wait "push button" ' + q(_('Begin a national report')), 'title ' + q(_('Reports')),
        desk('actions'), 'wait "push button" ' + q(_('Record an action')),
        'key F1', 'wait heading "La mise en œuvre nationale"', 'key alt+Left',
        'wait "push button" ' + q(_('Record an action')), 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    tap.result(good, 'F1 leads to the topic about the desk, and back', said)


def keys_alone(profile, folder, _):
    """From the first start into section I of a report without the mouse, and no Tab more than needed."""
    shutil.rmtree(profile)
    good, said = stage.drive(build, [
        'wait heading ' + q(_('Welcome to Godwit')), 'key Return', 'wait heading ' + q(_('Who are you?')),
        'type "Awa Diop"', 'key Return', 'wait entry ' + q(_('Search for a country')), 'type senegal', 'sleep 0.4',
        'key Return', 'wait label "Sénégal"', 'key Tab Return', 'wait heading ' + q(_('Share with colleagues')),
        'key Return', 'wait heading ' + q(_('What comes next')),
        desk('reports'), 'wait "push button" ' + q(_('Begin a national report')), 'key Return',
        'wait heading "Résumé"', 'state text "Aspects les plus réussis de la mise en œuvre" focused', 'type Un',
        # A text of several lines must not keep the key to itself.
        'key ctrl+Next', 'wait heading "I. Informations administratives"', 'state "push button" "Choisir autre chose…" focused',
        'key ctrl+Prior', 'wait heading "Résumé"',
        'text text "Aspects les plus réussis de la mise en œuvre" Un', 'key ctrl+Next',
        'wait heading "I. Informations administratives"', 'focus text "Institution"', 'type Parcs', 'key Return',
        'state text "Téléphone" focused', 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder, language='fr')
    tap.result(good, 'first start and a section of a report by keyboard alone', said)


class HotelPage(http.server.BaseHTTPRequestHandler):
    """What a network answers that wants a browser first."""
    def do_GET(self):
        page = b'<!DOCTYPE html><html><body><form>Please sign in</form></body></html>'
        self.send_response(200)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *arguments):
        pass


def connect_at_once(profile, folder, _):
    """To connect at the first start, what is missing is asked for, and then the server is asked."""
    shutil.rmtree(profile)
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), HotelPage)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    good, said = stage.drive(build, [
        'wait heading ' + q(_('Welcome to Godwit')), 'key Return', 'wait heading ' + q(_('Who are you?')),
        'key Return', 'wait entry ' + q(_('Search for a country')), 'type senegal', 'sleep 0.4',
        'key Return', 'wait label "Sénégal"', 'key Tab Return', 'wait heading ' + q(_('Share with colleagues')),
        'click "list item" ' + q(_('Connect now')), 'click "push button" ' + q(_('Begin')),
        'wait label ' + q(_('To connect, please write the address, the name and the password that you were given, or '
                            'choose to connect later.')),
        'fill text %s http://127.0.0.1:%d' % (q(_('Address of the server')), server.server_port),
        'fill text %s nfp-sen' % q(_('Account name')), 'fill text %s secret' % q(_('Password')), 'key Return',
        'wait heading ' + q(_('What comes next')),
        'wait "status bar" ' + q(_('This network asks you to sign in with a browser first')), 'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder, language='fr')
    server.shutdown()
    tap.result(good, 'who connects at the first start is connected', said)


def find_in_page(profile, folder, _):
    """What stands on the page is found without its accents, and in its headings; what does not is said."""
    good, said = stage.drive(build, [
        'wait heading ' + q(_('What comes next')), desk('manual'), 'sleep 1', 'move 340 500', 'scroll 6', 'click "list item" "Les 90 premiers jours dans la fonction"',
        'wait heading "Les 90 premiers jours dans la fonction"', 'key ctrl+f', 'type designation', 'wait label "1 endroit"',
        'key ctrl+a', 'type frequentes', 'wait label "1 endroit"',
        'key ctrl+a', 'type zzz', 'wait label ' + q(_('Not on this page')), 'key Escape',
        'click text ' + q(_('Text of the page')), 'key ctrl+Next', 'wait heading "Passer le relais à un successeur"',
        'key ctrl+q', 'exit 0',
    ], profile=profile, out=folder)
    tap.result(good, 'words are found in a page of the manual, and the keys to the next page work there', said)


with tempfile.TemporaryDirectory() as temporary:
    words = stage.words(build, 'fr')
    for part in (way_back, first_click, escape, same_place, find_and_rows, help_for_the_desk, keys_alone, connect_at_once,
                 find_in_page):
        part(stage.make_profile(build, os.path.join(temporary, part.__name__), 'fr'), temporary, words)
tap.end()
