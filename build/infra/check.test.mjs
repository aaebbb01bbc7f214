// What the command prints and how it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const run = folder => spawnSync(process.execPath, [join(here, 'check.mjs'), folder], { encoding: 'utf8' });

test('good files end with their number and 0', () => {
  const { status, stdout } = run(join(here, 'fixtures', 'good', 'parameters'));
  assert.match(stdout, /^2 files, \d+ checks passed\.\n$/);
  assert.equal(status, 0);
});

test('each fault is a line with its place, and the end is 1', () => {
  const { status, stdout } = run(join(here, 'fixtures', 'bad', 'descriptions'));
  assert.match(stdout, /^descriptions\/main\.bicep:1:7 param 'name' has no description: .+$/m);
  assert.equal(stdout.trim().split('\n').length, 3);
  assert.equal(status, 1);
});

test('a folder without Bicep files is no success', () => {
  const empty = mkdtempSync(join(tmpdir(), 'no-bicep-'));
  try {
    for (const folder of [empty, join(empty, 'none')]) {
      const { status, stdout } = run(folder);
      assert.match(stdout, /nothing was checked/);
      assert.equal(status, 1);
    }
  } finally {
    rmSync(empty, { recursive: true });
  }
});
