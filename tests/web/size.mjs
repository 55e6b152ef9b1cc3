// Prints `name bytes brotli` for each published file that a browser may load. `node tests/web/size.mjs dist`
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

/** The bytes of a file as they should be published: brotli, best quality. */
export function brotliSize(bytes) {
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
  return brotliCompressSync(bytes, options).length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".d.ts"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(folder, "/").length));
  for (const name of names.sort()) {
    const bytes = readFileSync(join(folder, name));
    console.log(name, bytes.length, brotliSize(bytes));
  }
}
