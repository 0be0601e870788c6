import { readFileSync } from 'node:fs';
import { type FunctionName, type FunctionSettings, functionForms } from '#wiring/function-settings';
import { FunctionMisconfigured } from './errors.ts';
import { problemsOf } from './problems.ts';

/**
 * The settings that lie beside a function's code, as `lib/bundle.ts` put them there.
 * @param place the folder of the bundle; by default that of the running code
 * @throws FunctionMisconfigured when the file is missing or has another form
 */
export function bundleSettings<Name extends FunctionName>(
  name: Name,
  place: URL = new URL('.', import.meta.url),
): FunctionSettings<Name> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(new URL('settings.json', place), 'utf8'));
  } catch (error) {
    throw new FunctionMisconfigured(`The settings of ${name}`, ['settings.json can not be read as JSON'], {
      cause: error,
    });
  }
  const result = functionForms[name].safeParse(json);
  if (!result.success) throw new FunctionMisconfigured(`The settings of ${name}`, problemsOf(result.error));
  return result.data as FunctionSettings<Name>;
}
