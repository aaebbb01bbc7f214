// A GUID says nothing to a reader: roles have names, and only the roles that we mean are given.
import { readFileSync } from 'node:fs';
import { children } from '../tree.mjs';

const { roles, other } = JSON.parse(readFileSync(new URL('../roles.json', import.meta.url), 'utf8'));
const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const squashed = name => name.toLowerCase().replace(/[^a-z]/g, '');
const nameOf = (list, value) => Object.keys(list).find(name => list[name].toLowerCase() === value.toLowerCase());

export const template = check;
export const parameterFile = check;

function* check(file) {
  yield* search(file.root, undefined);
}

/** Looks for GUIDs, knowing the names of the variable and the properties around. */
function* search(node, names) {
  if (node.type === 'string') {
    yield* literal(node, names);
  }
  const [first] = children(node);
  const own = node.type === 'variable_declaration' ? [first.text]
    : node.type === 'object_property' && names && first.type !== 'resource_declaration' ? [...names, first.text]
      : names;
  for (const child of children(node)) {
    yield* search(child, own);
  }
}

function* literal(node, names) {
  for (const [value] of node.text.matchAll(guid)) {
    const role = nameOf(roles, value);
    if (!role && !nameOf(other, value)) {
      yield { node, message: `${value} is an unknown GUID: name it in build/infra/roles.json, under roles or other.` };
    } else if (role && !names) {
      yield { node, message: `The GUID of ${role} stands alone: put it into a var that is named after the role.` };
    } else if (role) {
      yield* misnamed(node, role, names);
    }
  }
}

function* misnamed(node, role, names) {
  const wrong = Object.keys(roles).find(name => name !== role && names.some(around => squashed(around).includes(squashed(name))));
  if (wrong) {
    yield { node, message: `This is the GUID of ${role}, named after ${wrong}: correct the one or the other.` };
  }
}
