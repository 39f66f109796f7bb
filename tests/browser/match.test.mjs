// Which answers belong to which question: 10,000 random edits of a book lose none of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { module } from './lib/reader.mjs';

const { sortAnswers, valueFor } = await module('lib/match.js');
const { textOf } = await module('lib/text.js');

/** A small generator, so that a failure can be run again. */
function seeded(seed) {
  let a = seed;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let r = Math.imul(a ^ (a >>> 15), 1 | a);
    r = (r + Math.imul(r ^ (r >>> 7), 61 | r)) ^ r;
    return ((r ^ (r >>> 14)) >>> 0) % n;
  };
}

test('10,000 random edits: every saved value stays readable in the words it answered', () => {
  const random = seeded(20261124);
  const pick = (list) => list[random(list.length)];
  let made = 0;
  const newId = () => `id${(made += 1)}`;
  const field = () => ({ id: newId(), was: [], kind: pick(['text', 'number', 'choice', 'long_text']), label: `Question ${made}` });
  let book = Array.from({ length: 4 }, () => ({ id: newId(), was: [], title: `Sheet ${made}`, fields: [field(), field(), field()] }));
  /** What the upstream of a fork holds: its edits arrive all at once. */
  let upstream = structuredClone(book);
  let edits = [];
  const rows = new Map();
  /** What the reader last said to each question, by the question itself: an object that edits carry along. */
  const truth = new Map();
  let clock = 0;
  const lineage = (exercise, one) => `${exercise.root ?? exercise.id}/${one.root ?? one.id}`;

  const apply = (to, edit) => {
    const exercise = to.find((one) => (one.root ?? one.id) === edit.exercise);
    const one = exercise?.fields.find((f) => (f.root ?? f.id) === edit.field);
    if (edit.type === 'add sheet') return void to.push(structuredClone(edit.sheet));
    if (!exercise) return;
    if (edit.type === 'add') exercise.fields.push(structuredClone(edit.one));
    if (edit.type === 'move sheet') to.splice(edit.at % to.length, 0, ...to.splice(to.indexOf(exercise), 1));
    if (edit.type === 'rename sheet') Object.assign(exercise, { root: exercise.root ?? exercise.id, was: [exercise.id, ...exercise.was], id: edit.id });
    if (!one) return;
    if (edit.type === 'reword') one.label = edit.label;
    if (edit.type === 'reorder') exercise.fields.splice(edit.at % exercise.fields.length, 0, ...exercise.fields.splice(exercise.fields.indexOf(one), 1));
    if (edit.type === 'rename') Object.assign(one, { root: one.root ?? one.id, was: [one.id, ...one.was], id: edit.id });
    if (edit.type === 'retire') exercise.fields.splice(exercise.fields.indexOf(one), 1);
    if (edit.type === 'long_text') one.kind = 'long_text';
  };
  const edit = (of) => {
    const exercise = pick(of);
    const one = exercise.fields.length > 0 ? pick(exercise.fields) : { id: '' };
    const type = pick(['reword', 'reorder', 'rename', 'rename', 'retire', 'long_text', 'add', 'add', 'move sheet', 'rename sheet', 'add sheet']);
    if (type === 'add sheet' && of.length > 12) return edit(of);
    return {
      type,
      exercise: exercise.root ?? exercise.id,
      field: one.root ?? one.id,
      at: random(9),
      id: newId(),
      label: `Reworded ${made}`,
      one: field(),
      sheet: { id: newId(), was: [], title: `Sheet ${made}`, fields: [field()] },
    };
  };

  for (let n = 0; n < 10_000; n += 1) {
    const roll = random(10);
    if (roll < 6) apply(book, edit(book));
    else if (roll < 9) {
      const one = edit(upstream);
      apply(upstream, one);
      edits.push(one);
    } else {
      for (const one of edits) apply(book, one);
      edits = [];
    }
    // A reader answers something, now and then takes it back.
    const exercise = pick(book);
    if (exercise.fields.length > 0) {
      const one = pick(exercise.fields);
      const value = random(12) === 0 ? null : one.kind === 'number' ? n + 1 : one.kind === 'choice' ? `c${n}` : `words ${n}`;
      const row = { exercise: exercise.id, entry: '', field: one.id, kind: one.kind, value, time: (clock += 1), words: { label: one.label, title: exercise.title, options: { [`c${n}`]: `Choice ${n}` } } };
      rows.set(`${row.exercise}\n\n${row.field}`, row);
      truth.set(lineage(exercise, one), row);
    }
    if (n % 25 !== 0 && n !== 9_999) continue;

    const { sheets, earlier } = sortAnswers(book, [...rows.values()]);
    const placed = new Set([...sheets.values()].flat());
    const readable = new Set([...placed, ...earlier]);
    for (const row of truth.values()) {
      if (row.value === null) {
        assert.ok(!readable.has(row), 'what was taken back stays so');
        continue;
      }
      assert.ok(readable.has(row), `edit ${n}: ${JSON.stringify(row)} cannot be read any more`);
      assert.equal(row.words.options[row.value] ?? String(row.value), textOf(row), 'in the words it answered');
    }
    // A question that is in the book shows its own answer, and one that became a text shows it in words.
    for (const here of book) {
      const at = new Map((sheets.get(here) ?? []).map((row) => [row.words, row]));
      for (const one of here.fields) {
        const row = truth.get(lineage(here, one));
        if (!row || row.value === null) continue;
        assert.ok(at.has(row.words), `edit ${n}: the question does not find its answer`);
        const value = valueFor(row, one.kind, textOf);
        if (one.kind === row.kind) assert.equal(value, row.value);
        else if (one.kind === 'long_text') assert.equal(value, textOf(row));
      }
    }
  }
  assert.ok(truth.size > 500, `${truth.size} answers in the end`);
});
