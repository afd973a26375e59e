# SPDX-License-Identifier: GPL-3.0-or-later
# Run inside ui-drive (see keyboard.py): fills in the form that is open, with the keyboard alone, as somebody who has
# no mouse: Tab from question to question, an answer where there is none, and on until the form has no more. Reads the
# screen as a screen reader does. Says on standard output what was answered, and what could not be.
import json
import os
import time

plan = json.loads(os.environ['GODWIT_FILL'])
# Somebody who does not know what is wanted tries: the form says what does not fit.
TEXTS = ('12', '2026-03-04', '10:30', '4/3/2026', '-1.29 36.82', 'a@b.org', '0', '3', '100', '35', 'red', 'abc')
FIELDS = {'text', 'entry', 'check box', 'combo box', 'slider', 'spin button', 'toggle button', 'table cell'}
answered, faults, seen, typed = 0, [], {}, []
done = set()


def focused():
    for _ in range(20):
        ui.look()
        found = [node for node in ui.walk(ui.active()) if 'focused' in node.states]
        if found:
            return found[-1]
        time.sleep(0.1)
    return None


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
    for problem, text in plan.get('parts', []):
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
    """A list that opens: the first choice but one, by the arrow."""
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


def upload(node):
    """A picture, whose path is typed into the system's own window."""
    global answered
    ui.key('Return')
    ui.sleep(1)
    ui.type(plan['picture'])
    ui.sleep(0.5)
    ui.key('Return')
    ui.sleep(0.8)
    answered += 1
    if ui.find('push button', plan['choose']) and again(node) is not None and ui.on_screen(again(node)):
        print('  no file taken: %s' % [ui.label(n) for n in ui.walk(ui.active()) if n.role == 'label' and ui.on_screen(n)][-3:], flush=True)


def visit(node):
    name = ui.label(node)
    if not name and node.role not in ('panel', 'filler', 'list', 'table'):
        faults.append('a %s without a name' % node.role)
    if node.id in done:
        return
    done.add(node.id)
    if 'editable' in node.states:
        write(node)
    elif node.role in ('check box', 'radio button'):
        choose(node)
    elif node.role in ('combo box', 'toggle button') or 'expandable' in node.states:
        print('  open', node.role, repr(name), sorted(node.states), flush=True)
        pull(node)
    elif node.role in ('slider', 'spin button'):
        ui.key('Right')
    elif node.role == 'push button' and name == plan.get('choose') and plan.get('picture'):
        upload(node)
    else:
        print('  pass', node.role, repr(name), flush=True)


def section():
    """Once round with Tab, and again as long as answers bring new questions."""
    global done
    first, steps, before = None, 0, answered
    while steps < plan.get('most', 900):
        node = focused()
        steps += 1
        if node is None:
            faults.append('after %d steps nothing has the focus' % steps)
            ui.key('Tab')
            continue
        seen[node.id] = ui.label(node)
        if first is None:
            first = node.id
        elif node.id == first:
            if answered == before:
                return
            before = answered
        visit(node)
        ui.key('Tab')
    faults.append('there is no end to it')


def group(node):
    return next((up.id for up in ui.up(node) if up.role in ('panel', 'grouping') and up is not node and ui.own_name(up)), None)


def unreached():
    """Of choices that exclude each other Tab reaches one; the arrows lead to the others."""
    ui.look()
    groups = {group(node) for node in ui.walk(ui.active()) if node.id in seen and node.role == 'check box'}
    for node in ui.walk(ui.active()):
        if node.role in FIELDS and ui.takes_focus(node) and ui.on_screen(node) and node.id not in seen \
                and not (node.role == 'check box' and group(node) in groups):
            yield 'not reached: %s "%s"' % (node.role, ui.label(node))


def heading():
    ui.look()
    return next((ui.label(node) for node in ui.walk(ui.active()) if node.role == 'list item' and 'selected' in node.states
                 and any(up.raw == plan['sections'] for up in ui.up(node))), None)


ui.sleep(1)
here, number = None, 0
while number < 60:
    now = heading()
    if number > 0 and now == here:
        break
    here = now
    print('# %s' % here, flush=True)
    section()
    faults += unreached()
    if plan.get('shot'):
        ui.shot(plan['shot'] % number)
    number += 1
    if here is None:
        break
    ui.key('ctrl+Next')
    ui.sleep(0.4)


def save():
    for _ in range(60):
        ui.key('Tab')
        node = focused()
        if node is not None and ui.label(node) == plan['save']:
            ui.key('Return')
            ui.sleep(1)
            ui.key('ctrl+a')
            ui.type(plan['answers'])
            ui.key('Return')
            ui.wait('label', '~' + os.path.basename(plan['answers']))
            return
    faults.append('the button that saves is not reached')


if plan.get('answers'):
    save()
print('%d answers in %d sections' % (answered, number))
print('TYPED ' + json.dumps(typed))
for fault in faults:
    print('FAULT ' + fault)
