// Names of accounts and vaults are 3 to 24 characters, as far as that can be computed.
import { length } from '../length.mjs';
import { created, lookup } from '../resources.mjs';
import { children, text } from '../tree.mjs';

const limits = {
  'Microsoft.Storage/storageAccounts': { pattern: /^[a-z0-9]*$/, letters: 'lower-case letters and digits' },
  'Microsoft.KeyVault/vaults': { pattern: /^[A-Za-z0-9-]*$/, letters: 'letters, digits and hyphens' },
};

export function* template(file, project) {
  for (const [type, { pattern, letters }] of Object.entries(limits)) {
    for (const resource of created(file, type)) {
      const node = lookup(resource.body, 'name', file);
      if (!node) {
        continue;
      }
      const { min, max } = length(node, file, project);
      if (Number.isFinite(max) && max > 24) {
        yield { node, message: `The name of ${type} '${resource.name}' can have ${max} characters, Azure allows 24: bound it with take(..., 24).` };
      } else if (max < 3) {
        yield { node, message: `The name of ${type} '${resource.name}' has at most ${max} characters (at least ${min}), Azure wants 3.` };
      }
      if (node.type === 'string' && !pattern.test(written(node))) {
        yield { node, message: `The name of ${type} '${resource.name}' may have only ${letters}.` };
      }
    }
  }
}

const written = node => text(node) ?? children(node).filter(child => child.type === 'string_content').map(child => child.text).join('');
