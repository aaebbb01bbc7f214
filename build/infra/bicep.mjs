// Reads Bicep files into declarations that the rules can ask.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parse } from './parsing.mjs';
import { body, children, properties, property, text } from './tree.mjs';

const kinds = {
  parameter_declaration: 'param',
  variable_declaration: 'var',
  output_declaration: 'output',
  resource_declaration: 'resource',
  module_declaration: 'module',
  type_declaration: 'type',
  user_defined_function: 'func',
};

/** Reads every Bicep file below a folder. */
export function readProject(folder) {
  const root = resolve(folder);
  const paths = readdirSync(root, { recursive: true })
    .filter(path => /\.bicep(param)?$/.test(path))
    .sort()
    .map(path => join(root, path));
  const files = new Map(paths.map(path => [path, readFile(path, root)]));
  const find = (from, path) => files.get(resolve(dirname(from.absolute), path));
  return { files: [...files.values()], find, callers: template => callers(template, files, find) };
}

function readFile(absolute, root) {
  const source = readFileSync(absolute, 'utf8');
  const isParameters = absolute.endsWith('.bicepparam');
  // The grammar has no assignment of a parameter; as variables of the same width they read well.
  const parsed = isParameters ? source.replace(/^param(?=[ \t])/gm, 'var  ') : source;
  const tree = parse(parsed).rootNode;
  const path = relative(dirname(root), absolute).split(sep).join('/');
  const file = { absolute, path, source, isParameters, root: tree, broken: tree.hasError };
  file.declarations = declarationsIn(tree, file);
  file.scope = text(children(tree).filter(node => node.type === 'target_scope_assignment').map(node => children(node)[0])[0]) ?? 'resourceGroup';
  file.using = children(tree).find(node => node.type === 'using_statement');
  file.named = (kind, name) => file.declarations.find(item => item.kind === kind && item.name === name);
  file.resources = () => resourcesIn(file.declarations, file, undefined);
  file.pathExists = given => existsSync(resolve(dirname(absolute), given));
  file.readText = given => readFileSync(resolve(dirname(absolute), given), 'utf8');
  return file;
}

/** The declarations directly in a node, each with the decorators before it. */
export function declarationsIn(node, file) {
  const found = [];
  let decorators = [];
  for (const child of children(node)) {
    if (child.type === 'decorators') {
      decorators = children(child).map(item => children(item)[0]);
      continue;
    }
    const inner = child.type === 'object_property' ? children(child)[0] : child;
    found.push(...read(inner, decorators, file));
    decorators = [];
  }
  return found;
}

function read(node, decorators, file) {
  if (node.type === 'import_functionality') {
    return imported(node);
  }
  const kind = kinds[node.type];
  const [nameNode, second, third] = children(node);
  if (!kind || nameNode?.type !== 'identifier') {
    return [];
  }
  const decorator = name => decorators.find(call => call.text.replace(/^sys\./, '').startsWith(`${name}(`));
  const base = { kind, name: nameNode.text, nameNode, node, decorator };
  switch (kind) {
    case 'param':
    case 'output':
      return [{ ...base, type: second, value: third }];
    case 'resource':
    case 'module':
      return [{ ...base, path: second, value: third, body: body(third), existing: node.children.some(child => child.type === 'existing') }];
    case 'var':
      return [{ ...base, kind: file.source.startsWith('param', node.startIndex) ? 'assignment' : 'var', value: second }];
    default:
      return [{ ...base, value: second }];
  }
}

function imported(node) {
  const path = children(node).find(child => child.type === 'string');
  const names = [];
  node.children.forEach((child, index, all) => {
    if (child.type === 'identifier' && all[index - 1].type === 'as') {
      names[names.length - (all[index - 2].type === 'identifier' ? 1 : 0)] = { nameNode: child, original: all[index - 2].text };
    } else if (child.type === 'identifier') {
      names.push({ nameNode: child, original: child.text });
    }
  });
  return names.map(item => ({ kind: 'import', name: item.nameNode.text, node, path, decorator: () => undefined, ...item }));
}

function resourcesIn(declarations, file, parent) {
  return declarations.filter(item => item.kind === 'resource').flatMap(item => {
    const [type, version] = (text(item.path) ?? '').split('@');
    const resource = {
      ...item,
      fullType: parent && !type.includes('.') ? `${parent.fullType}/${type}` : type,
      version: version ?? parent?.version,
    };
    return [resource, ...(item.body ? resourcesIn(declarationsIn(item.body, file), file, resource) : [])];
  });
}

/** Who uses a template, with the values that they hand it by name. */
function callers(template, files, find) {
  const found = [];
  for (const file of files.values()) {
    const used = file.using && text(children(file.using)[0]);
    if (used && find(file, used) === template) {
      found.push({ file, given: new Map(file.declarations.filter(item => item.kind === 'assignment').map(item => [item.name, item.value])) });
    }
    for (const module of file.declarations.filter(item => item.kind === 'module')) {
      if (find(file, text(module.path) ?? '') === template) {
        found.push({ file, given: new Map(properties(property(module.body, 'params')).map(item => [item.name, item.value])) });
      }
    }
  }
  return found;
}

/** Follows a name to the variable behind it. */
export function resolved(node, file) {
  const variable = node?.type === 'identifier' ? file.named('var', node.text) : undefined;
  return variable && variable.value.id !== node.id ? resolved(variable.value, file) : node;
}

/** The value of a literal or of a variable that is one; undefined when it is computed. */
export function literal(node, file) {
  const found = resolved(node, file);
  switch (found?.type) {
    case 'boolean': return found.text === 'true';
    case 'number': return Number(found.text);
    case 'null': return null;
    default: return text(found);
  }
}
