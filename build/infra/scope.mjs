// The names that are visible at a place, and which of them were used.

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
