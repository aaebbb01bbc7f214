// The grammar, and a mend of what it reads wrongly.
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));

// By tree: the numbers of nodes are given anew when a tree is gone.
const known = new WeakMap();

export function parse(source) {
  const tree = parser.parse(source);
  known.set(tree, { source, mended: new Map() });
  return tree;
}

/**
 * The members of an array. The grammar needs no comma between them and so takes f(x) for the two members f and (x);
 * what stands together without a blank is one member and is read again by itself, at its own place.
 */
export function members(array) {
  const { mended } = known.get(array.tree);
  if (!mended.has(array.id)) {
    const groups = [];
    for (const child of array.namedChildren) {
      const last = groups.at(-1)?.at(-1);
      if (last?.endIndex === child.startIndex && /^[([]/.test(child.text)) {
        groups.at(-1).push(child);
      } else {
        groups.push([child]);
      }
    }
    mended.set(array.id, groups.flatMap(group => group.length === 1 ? group : readAgain(group)));
  }
  return mended.get(array.id);
}

function readAgain(group) {
  const { source } = known.get(group[0].tree);
  let statement = group[0];
  while (statement.parent.parent) {
    statement = statement.parent;
  }
  const blank = text => text.replace(/[^\n]/g, ' ');
  const prefix = 'var x=';
  const start = statement.startIndex;
  const [from, to] = [group[0].startIndex, group.at(-1).endIndex];
  const tree = parse(blank(source.slice(0, start)) + prefix + blank(source.slice(start + prefix.length, from)) + source.slice(from, to));
  const value = tree.rootNode.firstChild?.lastChild;
  return tree.rootNode.hasError || value?.startIndex !== from ? group : [value];
}
