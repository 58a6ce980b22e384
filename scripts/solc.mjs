#!/usr/bin/env node
// Speaks as the native `solc` does, with the compiler that npm installed: for Brownie, forge and slither.
// Understands --standard-json, --combined-json, --version, --help, stdin, remappings and the path options.
import { readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, relative, resolve } from "node:path";

const compiler = () => createRequire(import.meta.url)("solc");

const HELP = `solc, the Solidity compiler of npm behind the native command line
Usage: solc --standard-json [FILE] | solc --combined-json KINDS [--optimize] [PREFIX=TARGET…] FILE…
Paths: --base-path DIR  --include-path DIR  --allow-paths DIR,…
Settings: --optimize  --optimize-runs N  --via-ir  --evm-version NAME  --metadata-hash KIND  --no-cbor-metadata`;

const WITH_VALUE = ["standard-json", "combined-json", "base-path", "include-path", "allow-paths", "optimize-runs",
  "evm-version", "metadata-hash"];
const ALONE = ["optimize", "via-ir", "no-cbor-metadata", "pretty-json", "version", "help"];

// Native names of combined JSON, and where standard JSON keeps the same thing.
const KINDS = {
  abi: ["abi", (contract) => contract.abi],
  bin: ["evm.bytecode.object", (contract) => contract.evm?.bytecode?.object ?? ""],
  "bin-runtime": ["evm.deployedBytecode.object", (contract) => contract.evm?.deployedBytecode?.object ?? ""],
  devdoc: ["devdoc", (contract) => contract.devdoc],
  hashes: ["evm.methodIdentifiers", (contract) => contract.evm?.methodIdentifiers ?? {}],
  metadata: ["metadata", (contract) => contract.metadata ?? ""],
  srcmap: ["evm.bytecode.sourceMap", (contract) => contract.evm?.bytecode?.sourceMap ?? ""],
  "srcmap-runtime": ["evm.deployedBytecode.sourceMap", (contract) => contract.evm?.deployedBytecode?.sourceMap ?? ""],
  "storage-layout": ["storageLayout", (contract) => contract.storageLayout],
  userdoc: ["userdoc", (contract) => contract.userdoc],
};

function fail(message) {
  console.error(`solc: ${message}`);
  process.exit(1);
}

function parse(words) {
  const options = { files: [], remappings: [], "include-path": [], "allow-paths": [] };
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word.startsWith("--")) {
      const isRemapping = word.includes("=");
      (isRemapping ? options.remappings : options.files).push(word);
      continue;
    }
    let [name, value] = word.slice(2).split(/=(.*)/s);
    if (ALONE.includes(name)) options[name] = true;
    else if (name === "standard-json") options[name] = true; // its file, if any, is a plain word
    else if (WITH_VALUE.includes(name)) {
      value ??= words[++at];
      if (name === "include-path") options[name].push(value);
      else if (name === "allow-paths") options[name].push(...value.split(",").filter(Boolean));
      else options[name] = value;
    } else fail(`unknown option --${name}. Run solc --help.`);
  }
  return options;
}

/** Reads imports the way the native compiler does: below the base, include and allowed paths, and nowhere else. */
function reader(options, besides = []) {
  const base = resolve(options["base-path"] ?? ".");
  const roots = [base, ...options["include-path"].map((path) => resolve(path))];
  const allowed = [...roots, ...options["allow-paths"].map((path) => resolve(path)), ...besides];
  const isAllowed = (path) => allowed.some((root) => !/^\.\.(\/|$)/.test(relative(realpathSync(root), path)));

  return (name) => {
    const path = name.replace(/^file:\/\//, "");
    for (const candidate of isAbsolute(path) ? [path] : roots.map((root) => resolve(root, path))) {
      let real;
      try {
        real = realpathSync(candidate);
      } catch {
        continue;
      }
      if (!isAllowed(real)) return { error: `File outside of allowed directories: ${candidate}` };
      return { contents: readFileSync(real, "utf8") };
    }
    return { error: `File not found: ${name} (looked below ${roots.join(", ")})` };
  };
}

function targets(remappings) {
  return remappings.map((remapping) => resolve(remapping.split("=").at(-1))).filter((path) => {
    try {
      return realpathSync(path);
    } catch {
      return false;
    }
  });
}

/** A source given by name only is read here, since JavaScript's compiler fetches no `urls`. */
function withContents(input, read) {
  for (const source of Object.values(input.sources ?? {})) {
    if (source.content !== undefined || !source.urls) continue;
    const found = source.urls.map(read).find((file) => file.contents !== undefined);
    if (found) source.content = found.contents;
  }
  return input;
}

function standardJson(options) {
  const input = JSON.parse(readFileSync(options.files[0] ?? 0, "utf8"));
  const read = reader(options, targets(input.settings?.remappings ?? []));
  return compiler().compile(JSON.stringify(withContents(input, read)), { import: read });
}

function combinedJson(options) {
  const kinds = options["combined-json"].split(",");
  const wanted = kinds.filter((kind) => kind in KINDS).map((kind) => KINDS[kind][0]);
  const read = reader(options, [...targets(options.remappings), ...options.files.map((file) => dirname(resolve(file)))]);
  const sources = options.files.map((file) => [file, { content: readFileSync(file === "-" ? 0 : file, "utf8") }]);
  const settings = {
    remappings: options.remappings,
    optimizer: { enabled: Boolean(options.optimize), runs: Number(options["optimize-runs"] ?? 200) },
    outputSelection: { "*": { "*": wanted, "": ["ast"] } },
  };
  if (options["via-ir"]) settings.viaIR = true;
  if (options["evm-version"]) settings.evmVersion = options["evm-version"];
  if (options["metadata-hash"]) settings.metadata = { bytecodeHash: options["metadata-hash"] };
  if (options["no-cbor-metadata"]) settings.metadata = { ...settings.metadata, appendCBOR: false };

  const input = { language: "Solidity", sources: Object.fromEntries(sources), settings };
  const output = JSON.parse(compiler().compile(JSON.stringify(input), { import: read }));

  for (const { formattedMessage } of output.errors ?? []) console.error(formattedMessage);
  if (output.errors?.some(({ severity }) => severity === "error")) process.exit(1);
  return JSON.stringify(combined(output, kinds));
}

function combined(output, kinds) {
  const contracts = {};
  for (const [file, named] of Object.entries(output.contracts ?? {})) {
    for (const [name, contract] of Object.entries(named)) {
      const entries = kinds.filter((kind) => kind in KINDS).map((kind) => [kind, KINDS[kind][1](contract)]);
      contracts[`${file}:${name}`] = Object.fromEntries(entries);
    }
  }
  const byId = Object.entries(output.sources ?? {}).sort(([, a], [, b]) => a.id - b.id);
  const sources = Object.fromEntries(byId.map(([file, source]) => [file, { AST: source.ast, id: source.id }]));
  return { contracts, sources, sourceList: byId.map(([file]) => file), version: compiler().version() };
}

const options = parse(process.argv.slice(2));
if (options.help) console.log(HELP);
else if (options.version) console.log(`solc, the solidity compiler commandline interface\nVersion: ${compiler().version()}`);
else if (options["standard-json"]) process.stdout.write(`${standardJson(options)}\n`);
else if (options["combined-json"]) process.stdout.write(`${combinedJson(options)}\n`);
else fail("say --standard-json or --combined-json. Run solc --help.");
