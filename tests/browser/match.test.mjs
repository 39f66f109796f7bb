// Which answers belong to which question: 10,000 random edits of a book lose none of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { module } from './lib/reader.mjs';

const { inNewIds, sortAnswers, valueFor } = await module('lib/match.js');
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
  /** Choices, rows and the like: `root` says which it is, whatever it is called. */
  const choice = () => {
    const id = newId();
    return { id, root: id, was: [] };
  };
  const field = () => {
    const kind = pick(['text', 'number', 'choice', 'choices', 'grid', 'table', 'long_text']);
    const values = ['choice', 'choices', 'grid'].includes(kind) ? [choice(), choice(), choice()] : [];
    const keys = ['grid', 'table'].includes(kind) ? [choice(), choice()] : null;
    return { id: newId(), was: [], kind, values, keys, label: `Question ${made}` };
  };
  /** What the build tells of renamed choices. */
  const renamed = ({ values, keys }) => {
    const map = (all) => Object.fromEntries(all.flatMap(({ id, was }) => was.map((old) => [old, id])));
    return { values: map(values), ...(keys && { keys: map(keys) }) };
  };
  /** A random answer in the ids of now, and the same in roots, which stay. */
  const answer = ({ kind, values, keys }, n) => {
    if (kind === 'number') return { value: n + 1, rooted: n + 1 };
    // Own words that read like an id are words all the same.
    const words = pick([`words ${n}`, `id${random(made) + 1}`]);
    const [one, two] = [pick(values.length > 0 ? values : [{}]), pick(keys ?? [{}])];
    if (kind === 'choice') return pick([{ value: one.id, rooted: one.root }, { value: { other: words }, rooted: { other: words } }]);
    if (kind === 'choices') return { value: [one.id, { other: words }], rooted: [one.root, { other: words }] };
    if (kind === 'grid') return { value: { [two.id]: one.id }, rooted: { [two.root]: one.root } };
    if (kind === 'table') return { value: [{ [two.id]: words }], rooted: [{ [two.root]: words }] };
    return { value: words, rooted: words };
  };
  /** A value that a field shows, in roots; what the field does not know stays as it is. */
  const inRoots = ({ values, keys }, value) => inNewIds(value, {
    values: Object.fromEntries(values.map(({ id, root }) => [id, root])),
    ...(keys && { keys: Object.fromEntries(keys.map(({ id, root }) => [id, root])) }),
  });
  let book = Array.from({ length: 4 }, () => ({ id: newId(), was: [], title: `Sheet ${made}`, fields: [field(), field(), field()] }));
  /** What the upstream of a fork holds: its edits arrive all at once. */
  let upstream = structuredClone(book);
  let edits = [];
  const rows = new Map();
  /** What the reader last said to each question, by the question itself: an object that edits carry along. */
  const truth = new Map();
  /** What each row says in roots, and in the words of its day. */
  const roots = new Map();
  const said = new Map();
  let clock = 0;
  let mapped = 0;
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
    if (edit.type === 'long_text') Object.assign(one, { kind: 'long_text', values: [], keys: null });
    if (edit.type === 'rename choice') {
      const all = [...one.values, ...(one.keys ?? [])];
      const it = all[edit.at % (all.length || 1)];
      if (it) Object.assign(it, { was: [it.id, ...it.was], id: edit.id });
    }
  };
  const edit = (of) => {
    const exercise = pick(of);
    const one = exercise.fields.length > 0 ? pick(exercise.fields) : { id: '' };
    const type = pick(['reword', 'reorder', 'rename', 'rename', 'rename choice', 'rename choice', 'rename choice', 'retire', 'long_text', 'add', 'add', 'move sheet', 'rename sheet', 'add sheet']);
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
      const { value, rooted } = random(12) === 0 ? { value: null } : answer(one, n);
      const options = Object.fromEntries([...one.values, ...(one.keys ?? [])].map(({ id }) => [id, `Choice ${id} of ${n}`]));
      const row = { exercise: exercise.id, entry: '', field: one.id, kind: one.kind, value, time: (clock += 1), words: { label: one.label, title: exercise.title, options, rows: options } };
      rows.set(`${row.exercise}\n\n${row.field}`, row);
      roots.set(row, rooted);
      said.set(row, textOf(row));
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
      assert.equal(textOf(row), said.get(row), 'in the words it answered');
    }
    // A question that is in the book shows its own answer, and one that became a text shows it in words.
    for (const here of book) {
      const at = new Map((sheets.get(here) ?? []).map((row) => [row.words, row]));
      for (const one of here.fields) {
        const row = truth.get(lineage(here, one));
        if (!row || row.value === null) continue;
        assert.ok(at.has(row.words), `edit ${n}: the question does not find its answer`);
        const value = valueFor(row, one.kind, textOf, renamed(one));
        if (one.kind === row.kind) {
          assert.deepEqual(inRoots(one, value), roots.get(row), `edit ${n}: ${JSON.stringify(one)} shows another choice`);
          if (JSON.stringify(value) !== JSON.stringify(row.value)) mapped += 1;
        }
        else if (one.kind === 'long_text') assert.equal(value, textOf(row));
      }
    }
  }
  assert.ok(truth.size > 500, `${truth.size} answers in the end`);
  assert.ok(mapped > 500, `${mapped} times an answer was shown under new ids`);
});
