// Vaults are opened by roles, cannot be purged, and no template knows what is in them.
import { literal } from '../bicep.mjs';
import { created, demand, lookup } from '../resources.mjs';

export function* template(file) {
  for (const vault of created(file, 'Microsoft.KeyVault/vaults')) {
    yield* demand(vault, file, {
      'properties.enableRbacAuthorization': true,
      'properties.enablePurgeProtection': true,
    });
    const softDelete = lookup(vault.body, 'properties.enableSoftDelete', file);
    if (softDelete && literal(softDelete, file) !== true) {
      yield { node: softDelete, message: 'enableSoftDelete must be true or absent.' };
    }
  }
  for (const secret of created(file, 'Microsoft.KeyVault/vaults/secrets')) {
    yield { node: secret.nameNode, message: `'${secret.name}' puts a secret's value into a template: set it with the vault's own tools; existing may name it.` };
  }
}
