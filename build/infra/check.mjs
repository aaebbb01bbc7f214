// node build/infra/check.mjs [folder]: checks the Bicep files of infra/ without Azure's tools.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from './checker.mjs';

const folder = process.argv[2] ?? join(fileURLToPath(new URL('.', import.meta.url)), '..', '..', 'infra');
const result = existsSync(folder) ? check(folder) : { files: 0, checks: 0, faults: [] };

for (const fault of result.faults) {
  console.log(`${fault.file}:${fault.line}:${fault.column} ${fault.message}`);
}
if (result.files === 0) {
  console.log(`${basename(folder)} has no Bicep files: nothing was checked.`);
}
if (result.files === 0 || result.faults.length > 0) {
  process.exitCode = 1;
} else {
  console.log(`${result.files} files, ${result.checks} checks passed.`);
}
