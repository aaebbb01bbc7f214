// Every name is declared once, and what only others can use is used.
import { readFileSync } from 'node:fs';
import { declarationsIn } from '../bicep.mjs';
import { Scope, argumentScope, lambdaScope } from '../scope.mjs';
import { calledName, callArguments, children, memberObject } from '../tree.mjs';

const builtins = JSON.parse(readFileSync(new URL('../builtins.json', import.meta.url), 'utf8'));
const functions = new Set([...builtins.az, ...builtins.sys]);
const parameterFileFunctions = new Set([...builtins.sys, ...builtins.parameterFile]);
const namespaces = new Set(['az', 'sys']);
const types = new Set(builtins.types);
const decorators = new Set(builtins.decorators);
const parts = {
  parameter_declaration: 1, variable_declaration: 1, output_declaration: 1, type_declaration: 1,
  resource_declaration: 1, module_declaration: 1, metadata_declaration: 1, assert_statement: 1, test_block: 1,
};

export const template = symbols;
export const parameterFile = symbols;

function symbols(file) {
  const reader = new Reader(file);
  reader.run();
  return reader.faults;
}

class Reader {
  faults = [];
  #owned = [];

  constructor(file) {
    this.file = file;
    this.functions = file.isParameters ? parameterFileFunctions : functions;
  }

  run() {
    const scope = this.#open(this.file.declarations, undefined);
    this.#visitAll(children(this.file.root), scope);
    for (const item of this.#owned.filter(item => mustBeUsed(item) && !scope.used.has(item.nameNode.id))) {
      this.#fault(item.nameNode, `${word(item)} '${item.name}' is not used: remove it.`);
    }
  }

  #fault(node, message) {
    this.faults.push({ node, message });
  }

  #open(declarations, outer) {
    const names = new Map();
    const outputs = new Set();
    for (const item of declarations) {
      const taken = item.kind === 'output' ? outputs.has(item.name) : names.has(item.name);
      if (taken) {
        this.#fault(item.nameNode, `'${item.name}' is declared twice: rename or remove one.`);
      } else if (namespaces.has(item.name)) {
        this.#fault(item.nameNode, `'${item.name}' is a namespace of Bicep: choose another name.`);
      }
      if (item.kind === 'output') {
        outputs.add(item.name);
      } else {
        names.set(item.name, item);
        this.#owned.push(item);
      }
    }
    return new Scope(names, outer);
  }

  #visitAll(nodes, scope) {
    for (const node of nodes) {
      this.#visit(node, scope);
    }
  }

  #visit(node, scope) {
    if (parts[node.type]) {
      this.#visitAll(children(node).slice(1), scope);
      return;
    }
    switch (node.type) {
      case 'identifier':
        if (!scope.use(node.text) && !types.has(node.text) && !namespaces.has(node.text)) {
          this.#fault(node, `'${node.text}' is not declared: declare it or correct the name.`);
        }
        break;
      case 'import_functionality':
      case 'property_identifier':
        break;
      case 'user_defined_function': {
        const outer = scope.top.only(['func', 'var', 'type', 'import']);
        const list = children(children(node).find(child => child.type === 'parameters'));
        const inner = Scope.locals(list.map(item => children(item)[0]), outer);
        this.#visitAll(list.flatMap(item => children(item).slice(1)), scope);
        this.#visit(node.childForFieldName('returns'), scope);
        this.#visit(children(node).at(-1), inner);
        break;
      }
      case 'for_statement': {
        const inBody = node.childForFieldName('body');
        const one = node.childForFieldName('initializer');
        const pair = children(node).find(child => child.type === 'for_loop_parameters');
        const own = one ? [one] : pair ? children(pair) : [];
        this.#visitAll(children(node).filter(child => ![inBody.id, one?.id, pair?.id].includes(child.id)), scope);
        this.#visit(inBody, Scope.locals(own, scope));
        break;
      }
      case 'lambda_expression':
        this.#visit(children(node).at(-1), lambdaScope(node, scope));
        break;
      case 'object': {
        const nested = declarationsIn(node, this.file);
        this.#visitAll(children(node), nested.length > 0 ? this.#open(nested, scope) : scope);
        break;
      }
      case 'object_property': {
        const [key, ...rest] = children(node);
        this.#visitAll(['identifier', 'compatible_identifier'].includes(key.type) ? rest : [key, ...rest], scope);
        break;
      }
      case 'member_expression':
        this.#visit(node.childForFieldName('object'), scope);
        break;
      case 'resource_expression':
        this.#nested(node, scope);
        break;
      case 'decorator':
        this.#decorator(children(node)[0], scope);
        break;
      case 'call_expression':
        this.#call(node, scope);
        break;
      default:
        this.#visitAll(children(node), scope);
    }
  }

  #isNamespace(node, scope) {
    return node.type === 'identifier' && namespaces.has(node.text) && !scope.find(node.text);
  }

  #call(node, scope) {
    const called = node.childForFieldName('function');
    if (called.type === 'identifier') {
      const found = scope.use(called.text);
      if (found ? !['func', 'import'].includes(found.kind) && !this.functions.has(called.text) : !this.functions.has(called.text)) {
        this.#fault(called, `'${called.text}' is no function: correct the name${found ? '' : ' or add it to build/infra/builtins.json'}.`);
      }
    } else if (called.type === 'member_expression' && this.#isNamespace(memberObject(called), scope)) {
      if (!builtins[memberObject(called).text].includes(calledName(node))) {
        this.#fault(called, `'${called.text}' is no function of that namespace: correct the name.`);
      }
      this.#visit(called, scope);
    } else {
      this.#visit(called, scope);
    }
    for (const argument of callArguments(node)) {
      this.#visit(argument, argumentScope(argument, scope));
    }
  }

  #decorator(call, scope) {
    if (!decorators.has(calledName(call))) {
      this.#fault(call, `@${calledName(call)} is no decorator: correct the name.`);
    }
    this.#visitAll(callArguments(call), scope);
  }

  #nested(node, scope) {
    const owner = memberObject(node);
    const name = node.childForFieldName('resource');
    this.#visit(node.childForFieldName('object'), scope);
    const found = owner.type === 'identifier' ? scope.find(owner.text) : undefined;
    const inside = found?.body ? declarationsIn(found.body, this.file).find(item => item.name === name.text) : undefined;
    if (inside) {
      scope.used.add(inside.nameNode.id);
    } else if (found?.kind === 'resource') {
      this.#fault(name, `'${owner.text}' has no nested resource '${name.text}': correct the name.`);
    }
  }
}

const mustBeUsed = item => !item.decorator('export')
  && (['param', 'var', 'func', 'type', 'import'].includes(item.kind) || (item.kind === 'resource' && item.existing));

const words = { param: 'Parameter', var: 'Variable', func: 'Function', type: 'Type', import: 'Import', resource: 'Existing resource' };
const word = item => words[item.kind];
