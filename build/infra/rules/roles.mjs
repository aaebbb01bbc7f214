// A GUID says nothing to a reader: roles have names, and only the roles that we mean are given.
import { readFileSync } from 'node:fs';
import { children, properties, walk } from '../tree.mjs';

const { roles, other } = JSON.parse(readFileSync(new URL('../roles.json', import.meta.url), 'utf8'));
const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const squashed = name => name.toLowerCase().replace(/[^a-z]/g, '');
const nameOf = (list, value) => Object.keys(list).find(name => list[name].toLowerCase() === value.toLowerCase());

export const template = check;
export const parameterFile = check;

function* check(file) {
  for (const node of [...walk(file.root)].filter(item => item.type === 'string')) {
    for (const [value] of node.text.matchAll(guid)) {
      const role = nameOf(roles, value);
      if (!role && !nameOf(other, value)) {
        yield { node, message: `${value} is an unknown GUID: name it in build/infra/roles.json, under roles or other.` };
      } else if (role) {
        yield* named(node, role);
      }
    }
  }
}

function* named(node, role) {
  const names = namesAround(node);
  if (!names) {
    yield { node, message: `The GUID of ${role} stands alone: put it into a var that is named after the role.` };
    return;
  }
  const wrong = Object.keys(roles).find(other => other !== role && names.some(name => squashed(name).includes(squashed(other))));
  if (wrong) {
    yield { node, message: `This is the GUID of ${role}, named after ${wrong}: correct the one or the other.` };
  }
}

/** The names of the variable and of the properties in it that lead to a node. */
function namesAround(node) {
  const names = [];
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'object_property') {
      names.push(...properties(at.parent).filter(item => item.node.id === at.id && item.name).map(item => item.name));
    } else if (at.type === 'variable_declaration') {
      return [...names, children(at)[0].text];
    }
  }
  return undefined;
}
