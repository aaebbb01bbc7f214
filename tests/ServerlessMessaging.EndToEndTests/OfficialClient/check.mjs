// Reads [{ "type", "json" }] from standard input and writes, for each of them, what the TypeScript compiler says when
// the JSON text is assigned to the type of wire.ts: unknown, missing and repeated members, wrong types and values.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const file = fileURLToPath(new URL('./bodies.ts', import.meta.url));
const bodies = JSON.parse(readFileSync(0, 'utf8'));
const statements = bodies.map(({ type, json }, index) => `export const body${index}: wire.${type} = ${json};\n`);
const text = ["import type * as wire from './wire.ts';\n", ...statements].join('');

const options = {
  noEmit: true, strict: true, skipLibCheck: true, types: [], allowImportingTsExtensions: true,
  module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022,
};
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists } = host;
host.fileExists = (name) => name === file || fileExists(name);
host.getSourceFile = (name, ...rest) =>
  name === file ? ts.createSourceFile(name, text, options.target, true) : getSourceFile.call(host, name, ...rest);

const program = ts.createProgram([file], options, host);
const results = bodies.map(() => []);
for (const { file: source, start, messageText } of ts.getPreEmitDiagnostics(program)) {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (source?.fileName !== file) {
    throw new Error(`${source?.fileName}: ${message}`);
  }

  let end = text.indexOf('\n') + 1;
  const index = statements.findIndex((statement) => start < (end += statement.length));
  if (index < 0) {
    throw new Error(message);
  }

  results[index].push(message);
}

process.stdout.write(JSON.stringify(results));
