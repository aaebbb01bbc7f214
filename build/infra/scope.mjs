// The names that are visible at a place, and which of them were used.
import { children } from './tree.mjs';

export class Scope {
  #names;
  #outer;
  #used;

  constructor(names, outer, used = outer?.used ?? new Set()) {
    this.#names = names;
    this.#outer = outer;
    this.#used = used;
  }

  get used() {
    return this.#used;
  }

  get top() {
    return this.#outer ? this.#outer.top : this;
  }

  /** The names of a loop, a lambda or a function's parameters. */
  static locals(nodes, outer) {
    return new Scope(new Map(nodes.map(node => [node.text, { kind: 'local', nameNode: node }])), outer);
  }

  /** Only the names of certain kinds: what the body of a function sees. */
  only(kinds) {
    return new Scope(new Map([...this.#names].filter(([, item]) => kinds.includes(item.kind))), undefined, this.#used);
  }

  find(name) {
    return this.#names.get(name) ?? this.#outer?.find(name);
  }

  use(name) {
    const found = this.find(name);
    if (found) {
      this.#used.add(found.nameNode.id);
    }
    return found;
  }
}

export function lambdaScope(node, scope) {
  const [left] = children(node);
  return Scope.locals(left.type === 'identifier' ? [left] : children(left).filter(child => child.type === 'identifier'), scope);
}

/**
 * The names that hold in an argument. In x => x.a + x.b the grammar ends the lambda at the first dot;
 * for Bicep a lambda that begins an argument goes to its end.
 */
export function argumentScope(argument, scope) {
  for (let node = argument; node?.startIndex === argument.startIndex; [node] = children(node)) {
    if (node.type === 'lambda_expression') {
      return lambdaScope(node, scope);
    }
  }
  return scope;
}
