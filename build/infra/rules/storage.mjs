// Storage accounts are opened by identities only, never by keys.
import { literal } from '../bicep.mjs';
import { created, demand, lookup } from '../resources.mjs';

export function* template(file) {
  for (const account of created(file, 'Microsoft.Storage/storageAccounts')) {
    yield* demand(account, file, {
      'properties.allowSharedKeyAccess': false,
      'properties.allowBlobPublicAccess': false,
      'properties.minimumTlsVersion': 'TLS1_2',
      'properties.supportsHttpsTrafficOnly': true,
      'properties.defaultToOAuthAuthentication': true,
    });
  }
  for (const service of created(file, 'Microsoft.Storage/storageAccounts/blobServices')) {
    const versioning = lookup(service.body, 'properties.isVersioningEnabled', file);
    if (versioning && literal(versioning, file) !== false) {
      yield { node: versioning, message: 'isVersioningEnabled keeps every state of every blob for ever: set it to false or remove it.' };
    }
  }
}
