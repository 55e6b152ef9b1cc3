// Prints TypeScript types of the engine's JSON, from the schemas that the command line prints of the Rust types.
// `node types.mjs target/debug/parcours > src/embed/package/types.d.ts`
import { execFileSync } from "node:child_process";

/** The schemas, and the name of the type that each is the root of. */
const ROOTS = { request: "Request", answer: "Answer", outlook: "Outlook", link: "Decoded" };

const command = process.argv[2];
const types = new Map();
for (const [name, root] of Object.entries(ROOTS)) {
  const { $schema, title, $defs = {}, ...schema } = JSON.parse(execFileSync(command, ["schema", name], { encoding: "utf8" }));
  for (const [name, type] of [[root, schema], ...Object.entries($defs)]) add(name, type);
}
const declared = [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
console.log(`// Written by \`cargo xtask types\` from the Rust types. Do not edit.\n\n${declared.join("\n\n")}`);

/** The same type may stand in several schemas; what is read may leave out what is always written, so the one that is read stands. */
function add(name, schema) {
  if (!types.has(name)) types.set(name, `${comment(schema, "")}export type ${name} = ${type(schema, "")};`);
}

function comment({ description }, indent) {
  if (!description) return "";
  const lines = description.trim().replaceAll("*/", "* /").replaceAll("[`", "`").replaceAll("`]", "`").split("\n");
  return lines.length === 1 ? `${indent}/** ${lines[0]} */\n` : `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}

function type(schema, indent) {
  if (schema === true) return "unknown";
  if (schema.$ref) return schema.$ref.replace("#/$defs/", "");
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return [...new Set(several.map((one) => type(one, indent)))].join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((one) => type({ ...schema, type: one }, indent)).join(" | ");
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return `Array<${type(schema.items ?? true, indent)}>`;
    case "object":
      return object(schema, indent);
    default:
      throw new Error(`no TypeScript for ${JSON.stringify(schema)}`);
  }
}

function object({ properties = {}, patternProperties, additionalProperties, required = [] }, indent) {
  const fields = Object.entries(properties);
  const values = patternProperties ? Object.values(patternProperties)[0] : additionalProperties;
  if (fields.length === 0) return `Record<string, ${type(values || true, indent)}>`;
  const inner = `${indent}  `;
  const lines = fields.map(([key, field]) => `${comment(field, inner)}${inner}${key}${required.includes(key) ? "" : "?"}: ${type(field, inner)};`);
  return `{\n${lines.join("\n")}\n${indent}}`;
}
