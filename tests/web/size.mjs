// Prints `name bytes brotli` for each published file that a browser may load. `node tests/web/size.mjs dist`
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const folder = process.argv[2];
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith(".d.ts"))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(folder, "/").length));
for (const name of names.sort()) {
  const bytes = readFileSync(join(folder, name));
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
  console.log(name, bytes.length, brotliCompressSync(bytes, options).length);
}
