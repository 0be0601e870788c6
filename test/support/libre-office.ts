import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { WorkbookFile } from './workbook-file.ts';

const run = promisify(execFile);

/** Without this LibreOffice trusts the stored results of files that say they are Excel's, and every check is green. */
const ALWAYS_RECALCULATE = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`;

/** A LibreOffice with a profile of its own, in a folder that goes with it. */
export class LibreOffice {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async prepare(): Promise<LibreOffice> {
    const folder = await mkdtemp(join(tmpdir(), 'daybook-workbook-'));
    await mkdir(join(folder, 'profile', 'user'), { recursive: true });
    await writeFile(join(folder, 'profile', 'user', 'registrymodifications.xcu'), ALWAYS_RECALCULATE);
    return new LibreOffice(folder);
  }

  /** Opens the workbook, computes every formula and saves it in another form. */
  async convert(name: string, workbook: Buffer, form: 'xlsx' | 'pdf'): Promise<Buffer> {
    const source = join(this.folder, `${name}.xlsx`);
    const target = join(this.folder, 'out');
    await writeFile(source, workbook);
    const profile = `-env:UserInstallation=file://${join(this.folder, 'profile')}`;
    await run('soffice', [profile, '--headless', '--convert-to', form, '--outdir', target, source]);
    return readFile(join(target, `${name}.${form}`));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Formula cells whose stored result is not what the other file holds, as `Sheet!A1`. */
export function differences(stored: WorkbookFile, computed: WorkbookFile): readonly string[] {
  return stored.sheets.flatMap(({ name, cells }) =>
    [...cells].flatMap(([address, { value, formula }]) => {
      if (formula === undefined) return [];
      const other = computed.sheet(name).cells.get(address)?.value;
      const same =
        typeof value === 'number' && typeof other === 'number'
          ? Math.abs(value - other) < 1e-9 * Math.max(1, Math.abs(value))
          : value === other;
      return same ? [] : [`${name}!${address}`];
    }),
  );
}
