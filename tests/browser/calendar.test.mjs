// Calendar files, as RFC 5545 has them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localTime } from '../../themes/paper/js/lib/calendar.js';
import { calendarFile, nextTime } from '../../themes/paper/js/lib/calendar_file.js';

const now = new Date(2026, 10, 24, 9, 30); // A Tuesday.
const file = (entry) => calendarFile({ uid: 'u1', title: 'Reminder', start: '2026-11-29T18:00', ...entry }, now);
const unfolded = (text) => text.replaceAll('\r\n ', '').split('\r\n');
const line = (text, name) => unfolded(text).find((one) => one.startsWith(name));

test('an entry has what a calendar asks for, at the reader’s own time', () => {
  const text = file({ minutes: 20 });
  assert.ok(text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:'));
  assert.ok(text.endsWith('END:VEVENT\r\nEND:VCALENDAR\r\n'));
  assert.equal(text.replaceAll('\r\n', '').search(/[\r\n]/), -1);
  assert.equal(line(text, 'DTSTART'), 'DTSTART:20261129T180000');
  assert.equal(line(text, 'DURATION'), 'DURATION:PT20M');
  assert.equal(line(text, 'UID'), 'UID:u1');
  assert.match(line(text, 'DTSTAMP'), /^DTSTAMP:\d{8}T\d{6}Z$/);
  assert.equal(line(text, 'SUMMARY'), 'SUMMARY:Reminder');
  assert.equal(line(text, 'RRULE'), undefined);
});

test('a day without a time is a whole day', () => {
  const text = file({ start: '2026-11-29' });
  assert.equal(line(text, 'DTSTART'), 'DTSTART;VALUE=DATE:20261129');
  assert.equal(line(text, 'DURATION'), 'DURATION:P1D');
});

test('titles are escaped, and can add no line of their own', () => {
  assert.equal(line(file({ title: 'Tea; cake, and\\or\r\nATTENDEE:x\u0007' }), 'SUMMARY'), 'SUMMARY:Tea\\; cake\\, and\\\\or\\nATTENDEE:x');
});

test('long lines are folded at 75 octets and no letter is cut', () => {
  for (const title of ['a'.repeat(300), 'é'.repeat(200), '💧'.repeat(100), `a${'漢'.repeat(120)}`]) {
    const text = file({ title });
    for (const one of text.split('\r\n')) assert.ok(Buffer.byteLength(one) <= 75, one);
    assert.equal(line(text, 'SUMMARY'), `SUMMARY:${title}`);
  }
});

test('each rhythm has its rule', () => {
  const rule = (every, start = '2026-11-29T18:00') => line(file({ every, start }), 'RRULE');
  assert.equal(rule({ count: 3, unit: 'days' }), 'RRULE:FREQ=DAILY;INTERVAL=3');
  assert.equal(rule({ count: 1, unit: 'weeks', day: 'sun' }), 'RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=SU');
  assert.equal(rule({ count: 2, unit: 'weeks' }), 'RRULE:FREQ=WEEKLY;INTERVAL=2');
  assert.equal(rule({ count: 1, unit: 'months', day: 'fri' }), 'RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=1FR');
  assert.equal(rule({ count: 1, unit: 'months' }, '2026-12-24T10:00'), 'RRULE:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=24');
  assert.equal(rule({ count: 1, unit: 'months' }, '2026-12-31T10:00'), 'RRULE:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30,31;BYSETPOS=-1');
});

test('the first time lies ahead, on the day and at the time that were asked for', () => {
  const next = (every, from = now) => nextTime(every, from);
  assert.equal(next({ count: 1, unit: 'weeks', day: 'sun', at: '18:00' }), '2026-11-29T18:00');
  assert.equal(next({ count: 1, unit: 'weeks', day: 'tue', at: '18:00' }), '2026-11-24T18:00');
  assert.equal(next({ count: 1, unit: 'weeks', day: 'tue', at: '09:00' }), '2026-12-01T09:00');
  assert.equal(next({ count: 1, unit: 'weeks', day: 'tue' }), '2026-12-01');
  assert.equal(next({ count: 2, unit: 'weeks', at: '07:05' }), '2026-12-08T07:05');
  assert.equal(next({ count: 3, unit: 'days' }), '2026-11-27');
  assert.equal(next({ count: 1, unit: 'months', at: '10:00' }), '2026-12-24T10:00');
  assert.equal(next({ count: 1, unit: 'months', day: 'fri', at: '10:00' }), '2026-12-04T10:00');
  assert.equal(next({ count: 1, unit: 'months', day: 'sun' }, new Date(2026, 10, 1, 0, 0)), '2026-12-06');
  assert.equal(next({ count: 3, unit: 'months' }, new Date(2026, 10, 30, 8)), '2027-02-28');
  for (let n = 0; n < 400; n++) {
    const from = new Date(2026, 0, 1 + n, n % 24, n % 60);
    for (const unit of ['days', 'weeks', 'months']) {
      for (const day of [null, 'mon', 'sat']) assert.ok(nextTime({ count: 1, unit, day, at: '06:30' }, from) > localTime(from));
    }
  }
});
