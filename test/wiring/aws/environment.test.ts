import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleSettings } from '#wiring/aws/bundle-settings';
import { readEnvironment } from '#wiring/aws/environment';
import { FunctionMisconfigured } from '#wiring/aws/errors';
import { FUNCTION_NAMES, functionForms, functionSettings } from '#wiring/function-settings';
import { checkSettings, type Settings } from '#wiring/settings';

const GOOD = {
  DAYBOOK_BUCKET: 'daybook-archive-1',
  DAYBOOK_GATEWAY_URL: 'https://10.0.0.5:8443',
  DAYBOOK_HOST: 'i-0123456789abcdef0',
};

describe('the environment of a function', () => {
  it('is what the stack set, and nothing beside it', () => {
    expect(readEnvironment(['DAYBOOK_BUCKET', 'DAYBOOK_HOST'], { ...GOOD, HOME: '/' })).toEqual({
      DAYBOOK_BUCKET: 'daybook-archive-1',
      DAYBOOK_HOST: 'i-0123456789abcdef0',
    });
  });

  it('is refused with every problem in one message', () => {
    const read = () =>
      readEnvironment(['DAYBOOK_BUCKET', 'DAYBOOK_GATEWAY_URL', 'DAYBOOK_HOST', 'DAYBOOK_NOTICE_TOPIC'], {
        DAYBOOK_BUCKET: 'A bucket',
        DAYBOOK_GATEWAY_URL: 'http://10.0.0.5:5000',
        DAYBOOK_NOTICE_TOPIC: 'arn:aws:sns:eu-west-1:123456789012:notices',
      });
    expect(read).toThrow(FunctionMisconfigured);
    expect(read).toThrow(
      'The environment is not complete: DAYBOOK_BUCKET is not the name of a bucket; DAYBOOK_GATEWAY_URL is not of the form https://HOST:PORT; DAYBOOK_HOST is not set.',
    );
  });
});

describe('the settings beside a function', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'daybook-beside-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const place = (): URL => pathToFileURL(`${folder}/`);

  it('pass from the settings file to every function, and hold what its form lists', () => {
    for (const name of FUNCTION_NAMES) {
      writeFileSync(join(folder, 'settings.json'), JSON.stringify(functionSettings(name, whole(), '1.2.3')));
      expect(Object.keys(bundleSettings(name, place())).toSorted()).toEqual(
        Object.keys(functionForms[name].shape).toSorted(),
      );
    }
  });

  it('hold an account number or an address only where the function works with it', () => {
    const holding = (word: string) =>
      FUNCTION_NAMES.filter((name) => JSON.stringify(functionSettings(name, whole(), '1.2.3')).includes(word));
    expect(holding('U7654321')).toEqual(['collect', 'collect-flex', 'notify']);
    expect(holding('ann@example.com')).toEqual(['notify', 'note-delivery']);
  });

  it('are refused when the file is missing, no JSON, or of another form, without repeating what stands there', () => {
    expect(() => bundleSettings('notify', place())).toThrow(FunctionMisconfigured);
    writeFileSync(join(folder, 'settings.json'), '{');
    expect(() => bundleSettings('notify', place())).toThrow('settings.json can not be read as JSON');
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ accounts: [{ id: 7654321 }], more: 'secret' }));
    expect(() => bundleSettings('notify', place())).toThrow(
      /accounts.*recipients should be array.*unknown fields: more/,
    );
    expect(() => bundleSettings('notify', place())).not.toThrow(/7654321|secret/);
  });
});

function whole(): Settings {
  const checked = checkSettings({
    flex: { query: '1234567' },
    accounts: [{ id: 'U7654321', label: 'Savings' }],
    recipients: [{ address: 'ann@example.com', accounts: ['U7654321'] }],
    sender: 'Daybook <reports@example.com>',
  });
  if (!('settings' in checked)) throw new TypeError(JSON.stringify(checked.problems));
  return checked.settings;
}
