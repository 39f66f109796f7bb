// Every page's source, as it was written to disk: links, policy, validity.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, posix, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { none } from './lib/report.mjs';
import { elements, files, pages, root } from './lib/site.mjs';

const known = new Set(files);
const CARRIES_ADDRESS = ['href', 'src', 'poster', 'data', 'action', 'srcset', 'data-leave'];

/** The addresses in an element that lead into this site, each with the page it was written in. */
function addresses(page) {
  return elements(page).flatMap(({ tag, attributes, line }) =>
    CARRIES_ADDRESS.flatMap((name) => {
      const value = attributes[name];
      if (value === undefined) return [];
      const links = name === 'srcset' ? value.split(',').map((part) => part.trim().split(/\s+/)[0]) : [value];
      return links.map((link) => ({ tag, attributes, line, link: link.trim() }));
    }),
  );
}

const isAbsolute = (link) => /^[a-z][a-z0-9+.-]*:|^\/\//i.test(link);

test('every link and anchor inside the site leads somewhere', () => {
  const anchors = new Map();
  const anchorsOf = (page) => {
    if (!anchors.has(page)) {
      const ids = elements(page).flatMap(({ tag, attributes }) => [attributes.id, tag === 'a' ? attributes.name : undefined]);
      anchors.set(page, new Set(ids.filter((id) => id !== undefined)));
    }
    return anchors.get(page);
  };
  const findings = [];
  for (const page of pages) {
    for (const { link, line, tag } of addresses(page)) {
      if (isAbsolute(link)) continue;
      const at = `${page}:${line}: <${tag}> "${link}"`;
      if (link.startsWith('/')) {
        findings.push(`${at} is not relative: it breaks below a path and from disk`);
        continue;
      }
      const [address, anchor] = link.split('#', 2);
      const path = decodeURIComponent(address.split('?')[0]);
      const file = path === '' ? page : posix.normalize(posix.join(posix.dirname(page), path));
      // What follows there is a choice of sheets and no anchor.
      if (posix.basename(file) === 'packet.html' && anchor?.startsWith('sheets=')) continue;
      if (!known.has(file)) {
        const inside = known.has(posix.join(file, 'index.html'));
        findings.push(`${at} ${inside ? 'names a folder: it breaks from disk' : 'leads to nothing'}`);
      } else if (anchor && file.endsWith('.html') && !anchorsOf(file).has(decodeURIComponent(anchor))) {
        findings.push(`${at} names an anchor that ${file} does not have`);
      }
    }
  }
  none(findings);
});

test('nothing is loaded from another site', () => {
  const loads = (tag, attributes) =>
    tag !== 'a' && tag !== 'area' && !(tag === 'link' && /\b(canonical|alternate|license|author|me)\b/.test(attributes.rel ?? ''));
  none(
    pages.flatMap((page) =>
      addresses(page)
        .filter(({ tag, attributes, link }) => isAbsolute(link) && !link.startsWith('data:') && loads(tag, attributes))
        .map(({ tag, link, line }) => `${page}:${line}: <${tag}> ${link}`),
    ),
  );
});

test('a strict policy on every page, with no inline script or style', () => {
  const DATA = /^(application\/(ld\+)?json|text\/plain)$/;
  none(
    pages.flatMap((page) => {
      const findings = [];
      const all = elements(page);
      const policies = all.filter(({ tag, attributes }) => tag === 'meta' && /^content-security-policy$/i.test(attributes['http-equiv'] ?? ''));
      const policy = policies[0]?.attributes.content ?? '';
      if (policies.length !== 1) findings.push(`${page}: ${policies.length} Content-Security-Policy metas, not one`);
      else if (!/default-src 'none'/.test(policy)) findings.push(`${page}: the policy does not begin from default-src 'none'`);
      if (/unsafe-|\*|https?:/.test(policy)) findings.push(`${page}: the policy lets too much in: ${policy}`);
      const loading = all.findIndex(({ tag, attributes }) => ['script', 'style'].includes(tag) || (tag === 'link' && /stylesheet/.test(attributes.rel ?? '')));
      if (policies.length === 1 && loading !== -1 && loading < all.indexOf(policies[0])) {
        findings.push(`${page}: something is loaded before the policy is set`);
      }
      for (const { tag, attributes, text, line } of all) {
        const at = `${page}:${line}: <${tag}>`;
        if (tag === 'style') findings.push(`${at} is an inline style`);
        if (tag === 'script' && attributes.src === undefined && text.trim() && !DATA.test(attributes.type ?? '')) findings.push(`${at} is an inline script`);
        for (const name of Object.keys(attributes)) {
          if (name === 'style' || /^on[a-z]/.test(name)) findings.push(`${at} has the attribute ${name}`);
        }
        if (/^\s*javascript:/i.test(attributes.href ?? '')) findings.push(`${at} is a script address`);
      }
      return findings;
    }),
  );
});

test('one heading of the first rank, a title of its own, a language and a direction', () => {
  const titles = new Map();
  const findings = pages.flatMap((page) => {
    const all = elements(page);
    const one = (wanted) => all.filter(({ tag }) => tag === wanted);
    const title = one('title')[0]?.text.trim() ?? '';
    titles.set(title, [...(titles.get(title) ?? []), page]);
    const { lang, dir } = one('html')[0].attributes;
    return [
      one('h1').length !== 1 && `${page}: ${one('h1').length} h1, not one`,
      one('main').length !== 1 && `${page}: ${one('main').length} main, not one`,
      !title && `${page}: no title`,
      !lang && `${page}: no lang`,
      !['ltr', 'rtl'].includes(dir) && `${page}: no dir`,
    ].filter(Boolean);
  });
  for (const [title, where] of titles) if (where.length > 1) findings.push(`the title "${title}" stands on ${where.join(', ')}`);
  none(findings);
});

test('valid HTML', async () => {
  const jar = join(dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
  const args = ['-Xss4m', '-jar', jar, '--errors-only', '--format', 'json', '--exit-zero-always', ...pages.map((page) => join(root, page))];
  const told = await new Promise((done, failed) => {
    execFile('java', args, { maxBuffer: 64 << 20 }, (error, _, stderr) => {
      if (error) failed(new Error(`the HTML checker did not run (it needs Java 17): ${error.message}`));
      else done(stderr);
    });
  });
  const { messages } = JSON.parse(told);
  // One slip in a template stands on every page: it is told once, with the places.
  const places = new Map();
  for (const { url, lastLine, lastColumn, message } of messages) {
    const page = url ? relative(root, fileURLToPath(url)) : 'the checker';
    places.set(message, [...(places.get(message) ?? []), `${page}:${lastLine ?? 0}:${lastColumn ?? 0}`]);
  }
  none(
    [...places].map(([message, where]) => {
      const more = where.length > 3 ? ` and ${where.length - 3} more` : '';
      return `${where.slice(0, 3).join(', ')}${more}: ${message}`;
    }),
  );
});
