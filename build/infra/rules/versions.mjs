// One api-version for a type, and none that may vanish.

// Azure never released a version of it that knows category groups.
const previewOnly = new Set(['microsoft.insights/diagnosticsettings']);

export function* template(file, project) {
  for (const resource of file.resources()) {
    const { fullType, version } = resource;
    const type = fullType.toLowerCase();
    if (!/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(version ?? '') || Number.isNaN(Date.parse(version.slice(0, 10)))) {
      yield { node: resource.path, message: `${fullType} has no api-version of the form yyyy-mm-dd: add it after an @.` };
      continue;
    }
    if (version.endsWith('-preview') && !previewOnly.has(type)) {
      yield { node: resource.path, message: `${fullType}@${version} is a preview: use a released version.` };
    }
    const newest = newestOf(type, project);
    if (version !== newest.version) {
      yield { node: resource.path, message: `${fullType}@${version} is @${newest.version} in ${newest.path}: use one version everywhere.` };
    }
  }
}

function newestOf(type, project) {
  return project.files
    .flatMap(file => file.broken ? [] : file.resources().map(resource => ({ ...resource, path: file.path })))
    .filter(resource => resource.fullType.toLowerCase() === type && resource.version)
    .reduce((newest, resource) => resource.version > newest.version ? resource : newest);
}
