import type { Archive } from '#archive/archive';

/** The part of an archive below a prefix that ends in `/`, as an archive of its own. */
export function below(prefix: string, archive: Archive): Archive {
  const at = (key: string) => {
    // The archive is to judge the key, not the prefix.
    archive.locate(key);
    return prefix + key;
  };
  return {
    place: archive.place,
    locate: (key) => archive.locate(at(key)),
    put: async (key, body) => archive.put(at(key), body),
    putIfAbsent: async (key, body) => archive.putIfAbsent(at(key), body),
    putStream: async (key, write, options) => archive.putStream(at(key), write, options),
    get: async (key) => archive.get(at(key)),
    getStream: async (key) => archive.getStream(at(key)),
    read: async (key) => archive.read(at(key)),
    putIfVersion: async (key, body, version) => archive.putIfVersion(at(key), body, version),
    list: async (folder) => (await archive.list(prefix + folder)).map((key) => key.slice(prefix.length)),
  };
}
