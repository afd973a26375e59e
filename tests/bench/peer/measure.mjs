// SPDX-License-Identifier: GPL-3.0-or-later
/* Measures ODK Web Forms' engine as measure-form.c measures Godwit's: measure.mjs FORM SCRIPT [MEDIA-FOLDER [CHOICE-PATH]]
 *
 * The same file, the same steps, and the same JSON object at the end. The engine needs a document object model, which
 * node has not: jsdom, as in the engine's own tests. A time limit may come before the end of a long script: what was
 * measured until then is printed, with "stopped". */

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { JSDOM } from 'jsdom';

const VISIBLE = 25;
const N_LANGUAGE_CHANGES = 11;
const [formPath, scriptPath, mediaFolder, choicePath] = process.argv.slice(2);
const limit = Number(process.env.PEER_LIMIT ?? 60) * 1000;

const { window } = new JSDOM('<!doctype html>');
for (const name of ['window', 'document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'Attr', 'Text',
  'CharacterData', 'Comment', 'CDATASection', 'ProcessingInstruction', 'DocumentType', 'XMLDocument', 'HTMLElement',
  'DocumentFragment', 'NodeFilter', 'XPathResult', 'localStorage'])
  if (!(name in globalThis)) {
    try { globalThis[name] = name === 'window' ? window : window[name]; } catch { /* the window has none without an origin */ }
  }
const kept = new Map();
globalThis.localStorage ??= { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => { kept.set(key, value); } };

/* The engine's expression parser must take the way that it takes in a browser: the bundle has no other. */
const { versions } = process;
await fetch('data:,'); // node loads its own fetch at the first call, and asks for the version
Object.defineProperty(process, 'versions', { value: { ...versions, node: undefined }, configurable: true });

const { loadForm } = await import('@getodk/xforms-engine');

const fetchFormAttachment = async (url) => {
  const name = basename(new URL(url).pathname);
  const type = name.endsWith('.csv') ? 'text/csv' : name.endsWith('.geojson') ? 'application/geo+json' : 'text/xml';

  return new Response(readFileSync(join(mediaFolder || '.', decodeURIComponent(name))), { headers: { 'Content-Type': type } });
};

const memory = () => { globalThis.gc?.(); return process.memoryUsage(); };
const mib = (bytes) => bytes / (1024 * 1024);
const script = JSON.parse(readFileSync(scriptPath, 'utf8'));
const result = { refused: 0 };
const add = (kind, ms) => { (result[kind] ??= []).push(ms); };

const before = memory();
const xml = readFileSync(formPath, 'utf8');
const begin = performance.now();
const form = await loadForm(xml, { fetchFormAttachment, missingResourceBehavior: 'BLANK' });
if (form.status === 'failure') {
  console.error(String(form.error?.message ?? form.error));
  process.exit(1);
}
const loaded = performance.now();
const { root } = form.createInstance();
const ready = performance.now();
result.parse = loaded - begin;
result.ready = ready - loaded;
const after = memory();
result.heap = mib(after.heapUsed - before.heapUsed);
result.resident = mib(after.rss - before.rss);

/* --- finding nodes: each is remembered under its path, so that a search is not measured twice --- */

const found = new Map();
function walk(node, visit) {
  visit(node);
  for (const child of node.currentState.children ?? [])
    walk(child, visit);
}

function find(path) {
  const known = found.get(path);
  if (known)
    return known;
  walk(root, (node) => { found.set(node.currentState.reference, node); });
  return found.get(path);
}

function setValue(node, value) {
  if (node.nodeType === 'select')
    return node.selectValues(value === '' ? [] : value.split(' '));
  if (node.nodeType === 'rank')
    return node.setValues(value === '' ? [] : value.split(' '));
  if (node.nodeType === 'trigger')
    return node.setValue(value !== '');
  return node.setValue(value);
}

function readNode(node) {
  const { label, hint, valueOptions } = node.currentState;
  let n = (label ? 1 : 0) + (hint ? 1 : 0);

  void label?.asString;
  void hint?.asString;
  if (Array.isArray(valueOptions))
    for (const option of valueOptions) {
      void option.label?.asString;
      n++;
    }
  return n;
}

/* --- the script --- */

const stop = performance.now() + limit;
const choice = choicePath ? find(choicePath) : null;
for (const step of script.steps) {
  if (performance.now() > stop) {
    result.stopped = true;
    break;
  }
  try {
    if (step.op === 'set') {
      const node = find(step.path);
      if (!node)
        throw new Error('no node at ' + step.path);
      const from = performance.now();
      setValue(node, step.value);
      if (choice)
        readNode(choice);
      add('set', performance.now() - from);
    } else if (step.op === 'add') {
      const range = find(step.path);
      const from = performance.now();
      range.addInstances();
      add('add', performance.now() - from);
    }
  } catch (error) {
    result.refused++;
    result.why ??= String(error?.message ?? error);
  }
}

if (root.languages.length > 1) {
  const visible = [];
  let texts = 0;

  walk(root, (node) => { if (visible.length < VISIBLE && node.definition?.bodyElement && !node.currentState.children) visible.push(node); });
  for (let i = 1; i <= N_LANGUAGE_CHANGES && performance.now() < stop + limit; i++) {
    const from = performance.now();
    root.setLanguage(root.languages[i % root.languages.length]);
    texts = 0;
    for (const node of visible)
      texts += readNode(node);
    add('language', performance.now() - from);
  }
  result.texts = texts;
}

console.log(JSON.stringify(result));
process.exit(0);
