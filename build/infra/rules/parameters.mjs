// A parameter file gives its template what it declares, and all that it requires.
import { assignments } from '../assignments.mjs';
import { children, text } from '../tree.mjs';

export function* parameterFile(file, project) {
  if (!file.using) {
    yield { node: file.root, message: "A parameter file begins with using 'name.bicep'." };
    return;
  }
  const node = children(file.using)[0];
  const target = project.find(file, text(node));
  if (!target) {
    yield { node, message: `The template ${node.text} does not exist here: correct the path.` };
    return;
  }
  if (!target.broken) {
    const given = file.declarations.filter(({ kind }) => kind === 'assignment');
    yield* assignments(node, given.map(item => ({ ...item, key: item.nameNode })), file, target);
  }
}
