// Sites speak TLS 1.2 and nothing else, and act under an identity.
import { created, demand, lookup } from '../resources.mjs';

export function* template(file) {
  for (const site of created(file, 'Microsoft.Web/sites', 'Microsoft.Web/sites/slots')) {
    yield* demand(site, file, { 'properties.httpsOnly': true });
    if (lookup(site.body, 'properties.siteConfig', file)) {
      yield* demand(site, file, {
        'properties.siteConfig.minTlsVersion': ['1.2', '1.3'],
        'properties.siteConfig.ftpsState': 'Disabled',
      });
    }
    if (!lookup(site.body, 'identity', file)) {
      yield { node: site.nameNode, message: `${site.fullType} '${site.name}' must have an identity.` };
    }
  }
}
