// Telemetry is accepted from identities only and lies in a workspace.
import { created, demand, lookup } from '../resources.mjs';

export function* template(file) {
  for (const component of created(file, 'Microsoft.Insights/components')) {
    yield* demand(component, file, { 'properties.DisableLocalAuth': true });
    const workspace = lookup(component.body, 'properties.WorkspaceResourceId', file);
    if (!workspace || ["''", 'null'].includes(workspace.text)) {
      yield { node: workspace ?? component.nameNode, message: `${component.fullType} '${component.name}' must have properties.WorkspaceResourceId.` };
    }
  }
}
