import { ABSENT } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';

const [root = '', key = '', times = '0'] = process.argv.slice(2);
const archive = folderArchive(root);

for (let done = 0; done < Number(times); ) {
  const found = await archive.read(key);
  const next = String(Number(found ? Buffer.from(found.body).toString('utf8') : '0') + 1);
  if ((await archive.putIfVersion(key, next, found?.version ?? ABSENT)) === 'written') {
    done += 1;
    process.stdout.write(`${next}\n`);
  }
}
