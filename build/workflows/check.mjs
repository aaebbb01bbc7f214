// node build/workflows/check.mjs [folder]: holds the workflows to the house's rules, line by line, without a YAML library.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../.github/workflows', import.meta.url));
const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$/;

function faults(text) {
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => {
    const uses = /^\s*(?:- )?uses:\s*(.*)$/.exec(line)?.[1].trimEnd();
    return uses === undefined || uses.startsWith('./') || pinned.test(uses) ? [] : [
      { line: index + 1, message: `'${uses}' is not pinned. Write owner/name@<40 hex digits of the commit> # v<version>.` }];
  });
  if (!lines.includes('permissions: {}')) {
    found.push({ line: 1, message: "The workflow has no 'permissions: {}' of its own. Write it, and give each job what it needs." });
  }
  return [...found, ...jobsWithoutEnd(lines)];
}

function jobsWithoutEnd(lines) {
  const begin = lines.indexOf('jobs:');
  if (begin < 0) {
    return [{ line: 1, message: 'The workflow has no jobs.' }];
  }
  const rest = lines.findIndex((line, index) => index > begin && /^[^\s#]/.test(line));
  const end = rest < 0 ? lines.length : rest;
  const starts = lines.flatMap((line, index) => index > begin && index < end && /^ {2}[\w-]+:/.test(line) ? [index] : []);
  if (starts.length === 0) {
    return [{ line: begin + 1, message: 'No job was found. Indent jobs by two spaces.' }];
  }
  return starts.flatMap((start, number) => {
    const body = lines.slice(start + 1, starts[number + 1] ?? end);
    return body.some(line => /^ {4}timeout-minutes: \d+$/.test(line)) ? [] : [
      { line: start + 1, message: `Job '${lines[start].trim().split(':')[0]}' has no timeout-minutes. Without it a job that hangs runs for six hours.` }];
  });
}

const files = readdirSync(folder).filter(name => /\.ya?ml$/.test(name)).sort();
const all = files.flatMap(name => faults(readFileSync(join(folder, name), 'utf8')).map(fault => `${name}:${fault.line} ${fault.message}`));
all.forEach(fault => console.log(fault));
if (files.length === 0) {
  console.log('There are no workflows: nothing was checked.');
}
if (files.length === 0 || all.length > 0) {
  process.exitCode = 1;
} else {
  console.log(`${files.length} workflows checked.`);
}
