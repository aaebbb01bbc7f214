// What the policy rules ask of resources.
import { literal, resolved } from './bicep.mjs';
import { property } from './tree.mjs';

/** The resources of these types that the file creates, by type without regard to case. */
export const created = (file, ...types) => {
  const wanted = types.map(type => type.toLowerCase());
  return file.resources().filter(item => !item.existing && wanted.includes(item.fullType.toLowerCase()));
};

/** The node at a path of property names, through variables. */
export function lookup(object, path, file) {
  return path.split('.').reduce((at, name) => at && property(resolved(at, file), name), object);
}

/** Settings that must be written out with one of the given values. */
export function* demand(resource, file, settings) {
  for (const [path, allowed] of Object.entries(settings)) {
    const node = lookup(resource.body, path, file);
    const values = [allowed].flat();
    if (!node || !values.includes(literal(node, file))) {
      yield {
        node: node ?? resource.nameNode,
        message: `${resource.fullType} '${resource.name}' must have ${path}: ${values.map(show).join(' or ')}, written out.`,
      };
    }
  }
}

const show = value => typeof value === 'string' ? `'${value}'` : String(value);
