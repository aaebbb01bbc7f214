// Holds what a template is given against the parameters that it declares.
import { children, callArguments, calledName, text } from './tree.mjs';

/** Faults of values that are given to a template's parameters by a module or a parameter file. */
export function* assignments(owner, given, file, target) {
  const params = target.declarations.filter(({ kind }) => kind === 'param');
  for (const { name, key, value } of given) {
    const param = params.find(item => item.name === name);
    if (!param) {
      yield { node: key, message: `${target.path} has no parameter '${name ?? key.text}': remove it or correct the name.` };
      continue;
    }
    yield* fits(param, value, file, target);
  }
  for (const param of params.filter(item => isRequired(item) && !given.some(({ name }) => name === item.name))) {
    yield { node: owner, message: `${target.path} requires the parameter '${param.name}', which is not given.` };
  }
}

const isRequired = param => !param.value && !param.type.text.endsWith('?');

function* fits(param, value, file, target) {
  const wanted = param.type.text;
  const kind = kindOf(value, file);
  if (kind && ['string', 'int', 'bool', 'array', 'object'].includes(wanted) && kind !== wanted) {
    yield { node: value, message: `'${param.name}' is of type ${wanted} in ${target.path}, this is of type ${kind}: convert it with ${wanted}(...) or correct it.` };
    return;
  }
  const choices = param.decorator('allowed');
  const allowed = choices && callArguments(choices)[0] ? children(callArguments(choices)[0]).map(item => item.text) : undefined;
  const isLiteral = value.type === 'number' || text(value) !== undefined;
  if (allowed && isLiteral && !allowed.includes(value.text)) {
    yield { node: value, message: `'${param.name}' must be one of ${allowed.join(', ')} in ${target.path}.` };
  }
}

const literalKinds = { string: 'string', number: 'int', boolean: 'bool', array: 'array', object: 'object' };
const functionKinds = {
  readEnvironmentVariable: 'string', toLower: 'string', toUpper: 'string', string: 'string', uniqueString: 'string', guid: 'string',
  format: 'string', replace: 'string', join: 'string', int: 'int', length: 'int', bool: 'bool', empty: 'bool', contains: 'bool',
  split: 'array', items: 'array', map: 'array', filter: 'array',
};

/** The type of an expression where one look tells it. */
function kindOf(node, file) {
  if (node.type === 'identifier') {
    const type = file.named('param', node.text)?.type.text;
    return Object.values(literalKinds).includes(type) ? type : undefined;
  }
  return node.type === 'call_expression' ? functionKinds[calledName(node)] : literalKinds[node.type];
}
