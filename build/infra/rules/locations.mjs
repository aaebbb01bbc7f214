// A region is chosen by who deploys, never by a template.
import { children, properties, text, walk } from '../tree.mjs';

const fixed = node => {
  const value = text(node);
  return value !== undefined && value !== '' && value !== 'global';
};

export function* template(file) {
  for (const item of file.declarations.filter(({ kind }) => kind === 'param' || kind === 'var')) {
    if (/location$/i.test(item.name) && fixed(item.value)) {
      yield fault(item.value);
    }
  }
  for (const node of walk(file.root)) {
    if (node.type === 'object') {
      for (const item of properties(node).filter(({ name }) => name === 'location')) {
        yield* branches(item.value).filter(fixed).map(fault);
      }
    }
  }
}

/** The values that an expression chooses from; a dot after the last one holds all in the grammar's eyes. */
function branches(node) {
  switch (node.type) {
    case 'ternary_expression': return children(node).slice(1).flatMap(branches);
    case 'member_expression': return branches(children(node)[0]);
    default: return [node];
  }
}

const fault = node => ({ node, message: `${node.text} is a fixed location: take the parameter location or resourceGroup().location.` });
