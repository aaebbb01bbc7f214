// Runs every rule over every file of a folder.
import { readProject } from './bicep.mjs';
import * as descriptions from './rules/descriptions.mjs';
import * as insights from './rules/insights.mjs';
import * as locations from './rules/locations.mjs';
import * as modules from './rules/modules.mjs';
import * as names from './rules/names.mjs';
import * as parameters from './rules/parameters.mjs';
import * as roles from './rules/roles.mjs';
import * as secrets from './rules/secrets.mjs';
import * as sites from './rules/sites.mjs';
import * as storage from './rules/storage.mjs';
import * as symbols from './rules/symbols.mjs';
import * as syntax from './rules/syntax.mjs';
import * as tags from './rules/tags.mjs';
import * as vaults from './rules/vaults.mjs';
import * as versions from './rules/versions.mjs';

export const rules = {
  symbols, modules, parameters, descriptions, secrets, storage, vaults, sites, insights, tags, versions, locations, names, roles,
};

/** Faults in the order of files and lines, and how many checks ran. */
export function check(folder) {
  const project = readProject(folder);
  const faults = [];
  let checks = 0;
  const run = (name, rule, file) => {
    const examine = file.isParameters ? rule.parameterFile : rule.template;
    if (!examine) {
      return 0;
    }
    checks++;
    const found = [...examine(file, project)].map(fault => ({ ...place(fault.node), file: file.path, rule: name, message: fault.message }));
    faults.push(...found);
    return found.length;
  };
  // The syntax of all comes first: the rules look into one file from another.
  for (const file of project.files) {
    file.broken = run('syntax', syntax, file) > 0;
  }
  for (const file of project.files.filter(item => !item.broken)) {
    for (const [name, rule] of Object.entries(rules)) {
      run(name, rule, file);
    }
  }
  faults.sort((a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line || a.column - b.column);
  return { files: project.files.length, checks, faults };
}

const place = node => ({ line: node.startPosition.row + 1, column: node.startPosition.column + 1 });
