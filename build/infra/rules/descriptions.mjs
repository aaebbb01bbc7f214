// Who deploys reads the parameters and outputs in a portal, without the source.
import { callArguments } from '../tree.mjs';

export function* template(file) {
  for (const item of file.declarations.filter(({ kind }) => kind === 'param' || kind === 'output')) {
    const description = item.decorator('description');
    if (!description || callArguments(description).every(argument => argument.text.replaceAll("'", '').trim() === '')) {
      yield { node: item.nameNode, message: `${item.kind} '${item.name}' has no description: put @description('...') above it.` };
    }
  }
}
