// What the command accepts, what it refuses, and how it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('check.mjs', import.meta.url));
const commit = '0123456789abcdef0123456789abcdef01234567';
const good = [
  'on: push', 'permissions: {}', 'jobs:', '  one:', '    timeout-minutes: 5', '    steps:', `      - uses: owner/name/sub@${commit} # v1.2.3`,
  '      - uses: ./local', '  two:', '    steps: []', '    timeout-minutes: 10', '',
];

function run(...lines) {
  const folder = mkdtempSync(join(tmpdir(), 'workflows-'));
  try {
    if (lines.length > 0) {
      writeFileSync(join(folder, 'one.yml'), lines.join('\n'));
    }
    const { status, stdout } = spawnSync(process.execPath, [command, folder], { encoding: 'utf8' });
    return { status, stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const replaced = (line, text) => good.with(line - 1, text);

test('a good workflow ends with its number and 0', () => {
  assert.deepEqual(run(...good), { status: 0, stdout: '1 workflows checked.\n' });
});

test('the workflows of this repository are good', () => {
  const { status, stdout } = spawnSync(process.execPath, [command], { encoding: 'utf8' });
  assert.match(stdout, /^\d+ workflows checked\.\n$/);
  assert.equal(status, 0);
});

for (const uses of ['owner/name@v1', `owner/name@${commit}`, `owner/name@${commit.slice(1)} # v1`, `owner/name@${commit} # latest`, 'docker://image:1']) {
  test(`refuses '${uses}'`, () => {
    const { status, stdout } = run(...replaced(7, `      - uses: ${uses}`));
    assert.ok(stdout.startsWith(`one.yml:7 '${uses}' is not pinned.`), stdout);
    assert.equal(status, 1);
  });
}

test('refuses a job without time-out, and a time-out of a step is none of the job', () => {
  assert.match(run(...replaced(11, '        timeout-minutes: 10')).stdout, /^one\.yml:9 Job 'two' has no timeout-minutes/);
});

test('refuses permissions at the top that are not empty', () => {
  for (const permissions of ['permissions: read-all', 'permissions:', '']) {
    assert.match(run(...replaced(2, permissions)).stdout, /^one\.yml:1 The workflow has no 'permissions: \{\}'/);
  }
});

test('no workflows, and no jobs, are no success', () => {
  assert.match(run().stdout, /nothing was checked/);
  assert.match(run('permissions: {}').stdout, /^one\.yml:1 The workflow has no jobs/);
  assert.match(run('permissions: {}', 'jobs:', '    one: {}').stdout, /^one\.yml:2 No job was found/);
});
