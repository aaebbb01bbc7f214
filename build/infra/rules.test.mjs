// Each rule passes its good fixtures and finds exactly the faults that the bad ones announce.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { check, rules } from './checker.mjs';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

for (const name of ['syntax', ...Object.keys(rules)]) {
  test(`${name} passes what is right`, () => {
    const { files, faults } = check(join(fixtures, 'good', name));
    assert.notEqual(files, 0);
    assert.deepEqual(faults, []);
  });

  test(`${name} finds each fault at its line and no other`, () => {
    const folder = join(fixtures, 'bad', name);
    const { faults } = check(folder);
    const open = [...faults];
    for (const { file, line, texts } of announced(folder)) {
      for (const text of texts) {
        const index = open.findIndex(fault => fault.file === file && fault.line === line && fault.message.includes(text));
        assert.notEqual(index, -1, `${file}:${line} should say "${text}"; said was: ${faults.filter(fault => fault.file === file && fault.line === line).map(fault => fault.message).join(' | ')}`);
        open.splice(index, 1);
      }
    }
    assert.deepEqual(open, []);
    assert.ok(faults.some(fault => fault.rule === name));
  });
}

test('a fixture exists for no rule that is gone', () => {
  for (const kind of ['good', 'bad']) {
    assert.deepEqual(readdirSync(join(fixtures, kind)).sort(), ['syntax', ...Object.keys(rules)].sort());
  }
});

/** The faults that the comments of a fixture announce: "// fault: text | text" on the line, "fault above" on the second line below. */
function announced(folder) {
  return readdirSync(folder)
    .filter(file => /\.bicep(param)?$/.test(file))
    .flatMap(file => readFileSync(join(folder, file), 'utf8').split('\n').flatMap((content, index) => {
      const [, above, texts] = /\/\/ fault( above)?: (.*)$/.exec(content) ?? [];
      return texts ? [{ file: `${basename(folder)}/${file}`, line: index + 1 - (above ? 2 : 0), texts: texts.split(' | ') }] : [];
    }));
}
