// What the grammar does not accept, and what it accepts although Bicep does not.
import { children, walk } from '../tree.mjs';

export const template = syntax;
export const parameterFile = syntax;

function* syntax(file) {
  const broken = [...brokenNodes(file.root)];
  if (broken.length > 0) {
    // One mistake often breaks the rest of a file: the first is the one to mend.
    yield broken[0];
    return;
  }
  yield* statements(file.root);
  for (const node of walk(file.root)) {
    yield* looseness(node, file);
  }
  for (const node of file.root.descendantsOfType('comment')) {
    if (node.text.startsWith('//') && node.text.includes('\n')) {
      yield { node, message: 'A comment that ends with a backslash hides the next line from this check: end it otherwise.' };
    }
  }
}

function* brokenNodes(node) {
  if (node.isMissing) {
    yield { node, message: `Syntax error: ${JSON.stringify(node.type)} is missing here.` };
  } else if (node.type === 'ERROR') {
    // The whole of a broken block is one error; an error within it is nearer to the mistake.
    const at = node.children.find(child => child.type === 'ERROR') ?? node;
    const excerpt = at.text.trim().split('\n')[0].slice(0, 40);
    yield { node: at, message: `Syntax error near ${JSON.stringify(excerpt)}: see the forms to avoid in build/infra/README.md.` };
  } else if (node.hasError) {
    for (const child of node.children) {
      yield* brokenNodes(child);
    }
  }
}

function* statements(root) {
  const all = children(root);
  for (const [index, node] of all.entries()) {
    const next = all[index + 1];
    if (next && next.startPosition.row === node.endPosition.row && node.type !== 'decorators') {
      yield { node: next, message: 'A second statement on one line: begin a new line.' };
    }
    if (node.type === 'decorators' && (!next || next.type === 'target_scope_assignment')) {
      yield { node, message: 'A decorator without a declaration below it: remove it.' };
    }
  }
}

function* looseness(node, file) {
  switch (node.type) {
    case 'object':
    case 'array':
      yield* members(node, file);
      break;
    case 'string':
      if (!node.text.startsWith("'''")) {
        yield* plainString(node);
      }
      break;
    case 'assignment_expression':
      yield { node, message: 'An assignment inside an expression: write == to compare.' };
      break;
    case 'parenthesized_expression':
      if (children(node).length > 1 && !isLambdaParameters(node)) {
        yield { node, message: 'Several expressions in one pair of parentheses: only a lambda has that.' };
      }
      break;
    case 'call_expression':
    case 'subscript_expression': {
      const open = node.children.find(child => child.type === 'arguments' || child.type === '[');
      if (open.startPosition.row > open.previousSibling.endPosition.row) {
        yield { node: open, message: 'A line that begins with a bracket reads as a part of the line before it: give it a name with var.' };
      }
      break;
    }
    case 'binary_expression': {
      const sign = node.childForFieldName('operator');
      if (node.parent.type === 'array' && sign.text === '-' && sign.startPosition.row > sign.previousSibling.endPosition.row) {
        yield { node: sign, message: 'A line that begins with a minus reads as a part of the line before it: give it a name with var.' };
      }
      break;
    }
  }
}

const isLambdaParameters = node =>
  node.parent.type === 'lambda_expression' && children(node.parent)[0].id === node.id;

function* members(node, file) {
  const all = children(node);
  for (const [index, child] of all.entries()) {
    const previous = all[index - 1];
    if (previous && previous.type !== 'decorators' && !/[\n,]/.test(file.source.slice(previous.endIndex, child.startIndex))) {
      yield { node: child, message: 'Two members on one line: put a comma between them or begin a new line.' };
    }
  }
}

function* plainString(node) {
  const interpolations = children(node).filter(child => child.type === 'interpolation');
  let plain = node.text;
  for (const inner of interpolations) {
    plain = plain.replace(inner.text, '');
  }
  if (plain.includes('\n')) {
    yield { node, message: "A string runs over several lines: close it, or write it between '''." };
  }
  const unknown = /\\(?![\\'nrt$]|u\{[0-9a-fA-F]+\})./.exec(plain.replace(/\\\\/g, ''));
  if (unknown) {
    yield { node, message: `${unknown[0]} is no escape of Bicep: only \\\\ \\' \\n \\r \\t \\$ and \\u{...} are.` };
  }
}
