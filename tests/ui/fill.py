# SPDX-License-Identifier: GPL-3.0-or-later
# Run inside ui-drive (see keyboard.py): fills in the form that is open, with the keyboard alone, as somebody who has
# no mouse: Tab from question to question, an answer where there is none, and on until the form has no more. Reads the
# screen as a screen reader does. Says on standard output what was answered, and what could not be.
import json
import os
import re
import time

plan = json.loads(os.environ['GODWIT_FILL'])
# Somebody who does not know what is wanted tries: the form says what does not fit.
TEXTS = ('12', '2026-03-04', '10:30', '4/3/2026', '-1.29 36.82', 'a@b.org', '0', '3', '100', '35', 'red', 'abc')
FIELDS = {'text', 'entry', 'check box', 'radio button', 'combo box', 'slider', 'spin button', 'toggle button', 'table cell'}
EXCLUSIVE = ('check box', 'radio button')
answered, faults, typed = 0, [], []
seen, done = set(), set()


def focused():
    for _ in range(20):
        ui.look()
        found = [node for node in ui.walk(ui.active()) if 'focused' in node.states]
        if found:
            return found[-1]
        time.sleep(0.1)
    return None


def key(node):
    """Who it is. The cells of a table are drawn by widgets that go from line to line."""
    return re.sub(' ?: .*', '', ui.label(node)) if node.role == 'table cell' else node.id


def again(node):
    ui.look()
    return ui.nodes.get(node.id)


def write(node):
    global answered
    if ui.content(node):
        return
    for text in TEXTS:
        ui.key('ctrl+a')
        ui.type(text)
        # The sentence about it comes as one types; leaving and coming back shows that one can.
        time.sleep(0.35)
        now = again(node)
        if now is None or 'invalid' not in now.states:
            answered += 1
            typed.append(text)
            return
    # Of an answer in several fields the first alone is not enough.
    for problem, text in plan['parts']:
        if now.desc.startswith(problem):
            ui.key('ctrl+a')
            ui.type(text)
            answered += 1
            return
    faults.append('no answer fits "%s": %s' % (ui.label(node), now.desc))


def choose(node):
    global answered
    if 'checked' in node.states:
        return
    ui.key('space')
    time.sleep(0.2)
    now = again(node)
    if now is not None and 'checked' not in now.states:
        faults.append('the space bar does not tick "%s"' % ui.label(node))
    answered += 1


def pull(node):
    """A list that opens: the first choice, by the arrow."""
    global answered
    before = ui.label(node)
    ui.key('Return')
    time.sleep(0.4)
    ui.key('Down')
    ui.key('Return')
    time.sleep(0.4)
    now = again(node)
    if now is not None and ui.label(now) == before and ui.content(now) == before:
        ui.key('Escape')
        faults.append('no choice can be made in "%s"' % before)
    answered += 1


def write_cell(node):
    """Return opens a cell; what opens is a field, or a list of choices over it."""
    global answered
    before = ui.label(node)
    if not before.endswith(tuple(plan['empty'])):
        return
    ui.key('Return')
    time.sleep(0.4)
    now = focused()
    if now is not None and 'editable' in now.states and ui.label(now) != plan['find']:
        ui.type('12')
        typed.append('12')
    else:
        ui.key('Down', 'Return')
    answered += 1


def add_row():
    """Once for each list of rows."""
    global answered
    ui.key('Return')
    time.sleep(0.6)
    answered += 1


def visit(node):
    name = ui.label(node)
    if not name and node.role not in ('panel', 'filler', 'list', 'table'):
        faults.append('a %s without a name' % node.role)
    if key(node) in done:
        return
    done.add(key(node))
    if 'editable' in node.states:
        write(node)
    elif node.role in ('check box', 'radio button'):
        choose(node)
    elif node.role in ('combo box', 'toggle button') or name == plan['list']:
        pull(node)
    elif node.role in ('slider', 'spin button'):
        ui.key('Right')
    elif node.role == 'table cell':
        write_cell(node)
    elif node.role == 'push button' and name == plan['add']:
        add_row()


def section():
    """From the first question round by Tab, past the head of the window, and again as long as answers bring new questions."""
    steps, before, last = 0, answered, None
    while steps < plan['most']:
        node = focused()
        steps += 1
        if node is None:
            faults.append('after %d steps nothing has the focus' % steps)
        elif node.role == 'table cell' and last != 'table cell':
            # A table is entered where one was last.
            ui.key('ctrl+Home')
            node = focused()
        if node is not None:
            seen.add(key(node))
            if ui.label(node) == plan['menu']:
                if answered == before:
                    return
                before = answered
            visit(node)
            last = node.role
        ui.key('Tab')
    faults.append('there is no end to it')


def group(node):
    return next((up.id for up in ui.up(node) if up.role in ('panel', 'grouping') and up is not node and ui.own_name(up)), None)


def unreached():
    """Of choices that exclude each other Tab reaches one; the arrows lead to the others."""
    ui.look()
    groups = {group(node) for node in ui.walk(ui.active()) if key(node) in seen and node.role in EXCLUSIVE}
    for node in ui.walk(ui.active()):
        if node.role in FIELDS and ui.takes_focus(node) and ui.on_screen(node) and key(node) not in seen \
                and ui.label(node) != plan['find'] \
                and not (node.role in EXCLUSIVE and group(node) in groups):
            yield 'not reached: %s "%s"' % (node.role, ui.label(node))


def go_to(name):
    """Whether Tab leads to the button, within one round."""
    first = None
    for _ in range(plan['most']):
        node = focused()
        if node is not None and ui.label(node) == name:
            return True
        if node is not None and key(node) == first:
            return False
        first = first or (node and key(node))
        ui.key('Tab')
    return False


def save():
    if not go_to(plan['save']):
        faults.append('the button that saves is not reached')
        return
    ui.key('Return')
    ui.sleep(1)
    ui.key('ctrl+a')
    ui.type(plan['answers'])
    ui.key('Return')
    ui.wait('label', '~' + os.path.basename(plan['answers']))


ui.sleep(1)
number = 0
while number < 60:
    section()
    faults += unreached()
    if plan['shot']:
        ui.shot(plan['shot'] % number)
    number += 1
    if not go_to(plan['next']):
        break
    ui.key('Return')
    ui.sleep(0.4)
save()
print('%d answers in %d sections' % (answered, number))
print('TYPED ' + json.dumps(typed))
for fault in faults:
    print('FAULT ' + fault)
