import { readFile, writeFile } from 'node:fs/promises';
import { openTerminal } from '#test/support/command';
import { demoDay, GOLDENS } from './demo-day.ts';
import { lineDifference } from './line-difference.ts';

/** `npm run goldens`: writes the golden files anew and prints what differs from those before. */
const terminal = await openTerminal();
try {
  const { texts } = await demoDay(terminal);
  for (const name of GOLDENS) {
    const place = new URL(name, import.meta.url);
    const before = await readFile(place, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const difference = before === '' ? 'new' : lineDifference(before, texts[name]);
    console.log(`${name}: ${difference === '' ? 'as before' : `\n${difference}`}`);
    await writeFile(place, texts[name]);
  }
} finally {
  await terminal.leave();
}
