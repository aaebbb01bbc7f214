// A secret comes in as a secure parameter, stays nowhere and goes nowhere.
import { callArguments, calledName, children, memberName, property, properties, text, walk } from '../tree.mjs';

const secretName = /(secret|password|key|token|connectionstring)(value)?s?$/i;
// azd's word for a hash that makes names unique.
const harmless = new Set(['resourceToken']);
const smells = name => secretName.test(name) && !harmless.has(name);
const lister = /^list(keys|accountsas|servicesas|secrets|credentials|connectionstrings)$/i;

export function* template(file, project) {
  for (const item of file.declarations) {
    if (item.kind === 'param') {
      yield* parameter(item);
    } else if (item.kind === 'output') {
      yield* output(item, file);
    } else if (item.kind === 'module') {
      yield* handedOn(item, file, project);
    }
  }
  for (const node of walk(file.root)) {
    if (node.type === 'call_expression' && lister.test(calledName(node))) {
      yield { node, message: `${calledName(node)}() reads a key into the deployment: give an identity a role instead.` };
    }
  }
}

function* parameter(item) {
  const secure = item.decorator('secure');
  if (smells(item.name) && !secure && !['bool', 'int'].includes(item.type.text)) {
    yield { node: item.nameNode, message: `param '${item.name}' is named like a secret: put @secure() above it or rename it.` };
  }
  if (secure && item.value && text(item.value) !== '') {
    yield { node: item.value, message: `The secure param '${item.name}' has a default: remove it, only '' may stand here.` };
  }
}

function* output(item, file) {
  if (smells(item.name)) {
    yield { node: item.nameNode, message: `output '${item.name}' is named like a secret, and outputs can be read by all who see the deployment: remove it.` };
  }
  for (const node of walk(item.value)) {
    const name = givenAway(node, file);
    if (name && (smells(name) || isSecure(file, node))) {
      yield { node, message: `output '${item.name}' gives away '${name}': remove it, or read it where it is used through an existing resource.` };
    }
  }
}

/** A name that is read; a resource or module may be named after the secret that it only points to. */
function givenAway(node, file) {
  const isSymbol = node.type === 'identifier' && !file.named('resource', node.text) && !file.named('module', node.text);
  return isSymbol ? node.text : memberName(node);
}

const isSecure = (file, node) => node.type === 'identifier' && file.named('param', node.text)?.decorator('secure') !== undefined;

function* handedOn(module, file, project) {
  const target = project.find(file, text(module.path) ?? '');
  if (!target || target.broken) {
    return;
  }
  for (const { name, value } of properties(property(module.body, 'params'))) {
    const taker = target.named('param', name ?? '');
    if (taker && !taker.decorator('secure') && isSecure(file, value)) {
      yield { node: value, message: `The secure '${value.text}' goes into '${name}', which is not secure: put @secure() above it in ${target.path}.` };
    }
  }
}

export function* parameterFile(file, project) {
  const target = file.using && project.find(file, text(children(file.using)[0]) ?? '');
  if (!target || target.broken) {
    return;
  }
  for (const item of file.declarations.filter(({ kind }) => kind === 'assignment')) {
    if (target.named('param', item.name)?.decorator('secure') && !comesFromOutside(item.value)) {
      yield { node: item.value, message: `The value of the secure '${item.name}' must come from readEnvironmentVariable('...') or getSecret(...).` };
    }
  }
}

function comesFromOutside(value) {
  if (text(value) === '') {
    return true;
  }
  const called = value.type === 'call_expression' ? calledName(value) : undefined;
  const fallback = called === 'readEnvironmentVariable' ? callArguments(value)[1] : undefined;
  return called === 'getSecret' || (called === 'readEnvironmentVariable' && (!fallback || text(fallback) === ''));
}
