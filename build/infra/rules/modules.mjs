// A module exists, gets what it asks for and is asked for what it gives.
import { callArguments, calledName, memberName, memberObject, properties, property, text, walk } from '../tree.mjs';
import { assignments } from '../assignments.mjs';

const moduleProperties = ['name', 'scope', 'params', 'dependsOn', 'identity', 'extensionConfigs'];
const loaders = ['loadTextContent', 'loadJsonContent', 'loadYamlContent', 'loadFileAsBase64'];

export function* template(file, project) {
  for (const module of file.declarations.filter(({ kind }) => kind === 'module')) {
    yield* called(module, file, project);
  }
  for (const item of file.declarations.filter(({ kind }) => kind === 'import')) {
    yield* imported(item, file, project);
  }
  for (const node of walk(file.root)) {
    yield* output(node, file, project);
    yield* member(node, file, project);
    if (node.type === 'call_expression' && loaders.includes(calledName(node))) {
      yield* loaded(node, file);
    }
  }
}

function* called(module, file, project) {
  const path = text(module.path) ?? '';
  const target = project.find(file, path);
  if (!target) {
    yield { node: module.path, message: `The module file '${path}' does not exist here: correct the path; registries cannot be checked.` };
    return;
  }
  for (const item of properties(module.body)) {
    if (!moduleProperties.includes(item.name)) {
      yield { node: item.node, message: `A module has no property '${item.name}': is it one of params?` };
    }
  }
  if (target.broken) {
    return;
  }
  if (target.scope !== file.scope && !property(module.body, 'scope')) {
    yield { node: module.nameNode, message: `${target.path} deploys to a ${target.scope}, this file to a ${file.scope}: give the module a scope.` };
  }
  const params = property(module.body, 'params');
  if (!params || params.type === 'object') {
    yield* assignments(module.nameNode, properties(params), file, target);
  }
}

function* imported(item, file, project) {
  const path = text(item.path);
  const target = project.find(file, path);
  if (!target) {
    yield { node: item.path, message: `The imported file '${path}' does not exist here: correct the path.` };
  } else if (item.original !== '*' && !target.broken && !exported(target, item.original)) {
    yield { node: item.nameNode, message: `${target.path} exports no '${item.original}': put @export() above it or correct the name.` };
  }
}

function* output(node, file, project) {
  const name = memberName(node);
  const outputs = name === undefined ? undefined : memberObject(node);
  if (!outputs || memberName(outputs) !== 'outputs') {
    return;
  }
  const owner = memberObject(outputs);
  const symbol = owner.type === 'subscript_expression' ? memberObject(owner) : owner;
  const module = file.named('module', symbol.text);
  const target = module && project.find(file, text(module.path) ?? '');
  if (target && !target.broken && !target.named('output', name)) {
    yield { node: node.childForFieldName('property') ?? node, message: `${target.path} has no output '${name}': declare it there or correct the name.` };
  }
}

/** A name of everything that was imported: shared.name. */
function* member(node, file, project) {
  const all = node.type === 'member_expression' && file.named('import', memberObject(node).text);
  const target = all && all.original === '*' && project.find(file, text(all.path));
  if (target && !target.broken && !exported(target, memberName(node))) {
    yield { node: node.childForFieldName('property'), message: `${target.path} exports no '${memberName(node)}': put @export() above it or correct the name.` };
  }
}

const exported = (file, wanted) => file.declarations.some(({ name, decorator }) => name === wanted && decorator('export'));

function* loaded(node, file) {
  const argument = callArguments(node)[0];
  const path = text(argument);
  if (path === undefined) {
    yield { node: argument ?? node, message: `${calledName(node)} wants a literal path.` };
  } else if (!file.pathExists(path)) {
    yield { node: argument, message: `The file '${path}' does not exist: correct the path.` };
  } else if (calledName(node) === 'loadJsonContent' && !isJson(file.readText(path))) {
    yield { node: argument, message: `The file '${path}' is no JSON.` };
  }
}

function isJson(content) {
  try {
    JSON.parse(content);
    return true;
  } catch {
    return false;
  }
}
