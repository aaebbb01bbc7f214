// Small readers of syntax nodes that the rules share.
import { members } from './parsing.mjs';

const comments = new Set(['comment', 'diagnostic_comment']);

export const children = node =>
  (node.type === 'array' ? members(node) : node.namedChildren).filter(child => !comments.has(child.type));

export function* walk(node) {
  yield node;
  for (const child of children(node)) {
    yield* walk(child);
  }
}

export function unwrap(node) {
  return node?.type === 'parenthesized_expression' && children(node).length === 1 ? unwrap(children(node)[0]) : node;
}

/** The text of a string without interpolation, otherwise undefined. */
export function text(node) {
  if (node?.type !== 'string' || children(node).some(child => child.type === 'interpolation')) {
    return undefined;
  }
  return node.text.startsWith("'''")
    ? node.text.slice(3, -3).replace(/^\r?\n/, '')
    : node.text.slice(1, -1).replace(/\\(.)/g, (_, escaped) => ({ n: '\n', r: '\r', t: '\t' })[escaped] ?? escaped);
}

/** The properties of an object; a computed name is undefined. Nested resources are not properties. */
export function properties(object) {
  if (object?.type !== 'object') {
    return [];
  }
  return children(object)
    .filter(child => child.type === 'object_property' && children(child)[0]?.type !== 'resource_declaration')
    .map(node => {
      const [key, value] = children(node);
      const keyNode = key.type === 'compatible_identifier' ? children(key)[0] : key;
      return { name: keyNode.type === 'string' ? text(keyNode) : keyNode.text, key, value, node };
    });
}

export const property = (object, name) => properties(object).find(item => item.name === name)?.value;

/** The object of a resource or module behind its condition and loop. */
export function body(value) {
  switch (value?.type) {
    case 'object': return value;
    case 'if_statement': return children(value).find(child => child.type === 'object');
    case 'for_statement': return body(value.childForFieldName('body'));
    default: return undefined;
  }
}

/** The name of the function that is called, without its namespace or object. */
export function calledName(call) {
  const called = call.childForFieldName('function');
  return called.type === 'member_expression' ? called.childForFieldName('property').text : called.text;
}

export const callArguments = call => children(call.childForFieldName('arguments'));

/** A member read by name: x.name, x.?name or x['name']. */
export function memberName(node) {
  if (node?.type === 'member_expression') {
    return node.childForFieldName('property').text;
  }
  return node?.type === 'subscript_expression' ? text(node.childForFieldName('index')) : undefined;
}

/** What a member is read from. The grammar binds a dot weaker than an operator: in a ?? b.c that is b, not a ?? b. */
export const memberObject = node => lastOperand(node.childForFieldName('object'));

function lastOperand(node) {
  const last = ['binary_expression', 'ternary_expression', 'unary_expression', 'lambda_expression'].includes(node.type);
  return last ? lastOperand(children(node).at(-1)) : node;
}
