// Tags say which deployment a resource belongs to; these types bear them.
import { created, lookup } from '../resources.mjs';

const taggable = [
  'Microsoft.Storage/storageAccounts',
  'Microsoft.KeyVault/vaults',
  'Microsoft.Web/sites',
  'Microsoft.Web/serverfarms',
  'Microsoft.Insights/components',
  'Microsoft.Insights/actionGroups',
  'Microsoft.Insights/scheduledQueryRules',
  'Microsoft.Insights/workbooks',
  'Microsoft.Insights/webtests',
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.ManagedIdentity/userAssignedIdentities',
  'Microsoft.Network/virtualNetworks',
  'Microsoft.Network/privateEndpoints',
];

export function* template(file) {
  for (const resource of created(file, ...taggable)) {
    if (!lookup(resource.body, 'tags', file)) {
      yield { node: resource.nameNode, message: `${resource.fullType} '${resource.name}' must have tags.` };
    }
  }
}
