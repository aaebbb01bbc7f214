// How many characters an expression can have, as far as its source tells.
import { callArguments, calledName, children, text, unwrap } from './tree.mjs';

const unknown = { min: 0, max: Infinity };
const exactly = count => ({ min: count, max: count });
const either = ranges => ranges.length === 0 ? unknown : {
  min: Math.min(...ranges.map(range => range.min)),
  max: Math.max(...ranges.map(range => range.max)),
};
const sum = ranges => ({
  min: ranges.reduce((total, range) => total + range.min, 0),
  max: ranges.reduce((total, range) => total + range.max, 0),
});

export function length(given, file, project, depth = 0) {
  const node = unwrap(given);
  if (!node || depth > 20) {
    return unknown;
  }
  const inner = next => length(next, file, project, depth + 1);
  switch (node.type) {
    case 'string':
      return text(node) !== undefined ? exactly(text(node).length) : interpolated(node, inner);
    case 'ternary_expression':
      return either(children(node).slice(1).map(inner));
    case 'identifier':
      return named(node.text, file, project, depth);
    case 'call_expression':
      return called(node, inner);
    default:
      return unknown;
  }
}

function interpolated(node, inner) {
  const holes = children(node).filter(child => child.type === 'interpolation');
  const fixed = node.text.length - 2 - holes.reduce((total, hole) => total + hole.text.length, 0);
  return sum([exactly(fixed), ...holes.map(hole => inner(children(hole)[0]))]);
}

function called(node, inner) {
  const given = callArguments(node);
  switch (calledName(node)) {
    case 'uniqueString': return exactly(13);
    case 'guid': return exactly(36);
    case 'toLower':
    case 'toUpper': return inner(given[0]);
    case 'concat': return sum(given.map(inner));
    case 'take': return cut(inner(given[0]), Number(given[1]?.text));
    case 'substring': return cut(inner(given[0]), Number(given[2]?.text));
    case 'replace': return replaced(inner(given[0]), text(given[1]), text(given[2]));
    default: return unknown;
  }
}

const cut = (range, count) => Number.isNaN(count)
  ? { min: 0, max: range.max }
  : { min: Math.min(range.min, count), max: Math.min(range.max, count) };

const replaced = (range, searched, replacement) =>
  searched !== undefined && replacement !== undefined && replacement.length <= searched.length ? { min: 0, max: range.max } : unknown;

function named(name, file, project, depth) {
  const variable = file.named('var', name);
  if (variable) {
    return length(variable.value, file, project, depth + 1);
  }
  const parameter = file.named('param', name);
  if (!parameter) {
    return unknown;
  }
  // What the callers give is narrower than what the parameter would take.
  const given = project.callers(file)
    .map(caller => ({ caller: caller.file, value: caller.given.get(name) ?? parameter.value }))
    .map(({ caller, value }) => value ? length(value, value === parameter.value ? file : caller, project, depth + 1) : unknown);
  const range = either(given);
  const choices = parameter.decorator('allowed');
  const allowed = choices ? either(children(callArguments(choices)[0]).map(item => length(item, file, project, depth + 1))) : unknown;
  const bound = name => Number(parameter.decorator(name)?.childForFieldName('arguments').text.slice(1, -1) ?? NaN);
  const max = [range.max, allowed.max, bound('maxLength')].filter(value => !Number.isNaN(value));
  const min = [range.min, allowed.min, bound('minLength')].filter(value => !Number.isNaN(value));
  return { min: Math.max(...min), max: Math.min(...max) };
}
