import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const MODULE = "virtual:contracts";
/** What the page calls. Errors are all kept: any of them may come back. */
const FUNCTIONS: Record<string, readonly string[]> = {
  Escrow: [
    ...[
      "open",
      "openWithPermit",
      "fulfil",
      "release",
      "handOver",
      "begin",
      "chargeNoShow",
      "sendBack",
      "finalize",
      "refund",
      "cancel",
      "reclaim",
    ],
    ...[
      "proposeSettlement",
      "acceptSettlement",
      "settleWithSignature",
      "dispute",
      "contest",
      "concede",
      "rule",
      "execute",
    ],
    ...["claimDeposit", "returnDeposit", "submitEvidence", "withdraw", "stateOf"],
  ],
  FixedPrice: ["publish", "revise", "restock", "withdraw", "authorize"],
  Reputation: ["commitReview", "revealReview", "recordOutcome"],
  Profiles: ["update"],
};
const EVENTS = new Set(["DealOpened"]);
const LOCAL_CHAINS = new Set(["31337.json", "1337.json"]);

interface AbiItem {
  type: string;
  name?: string;
  [key: string]: unknown;
}

/**
 * What the page signs with is compiled in: the API can hide or delay, it cannot make a wallet sign another call.
 * Addresses of public chains are compiled in too; those of local chains come from the API, as they change every day.
 */
export function contracts(root: string): Plugin {
  return {
    name: "agora-contracts",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
    load(id) {
      if (id !== `\0${MODULE}`) return null;
      const tables = Object.keys(FUNCTIONS).map((name) => [name, table(root, name)] as const);
      return [
        ...shared(JSON.stringify(Object.fromEntries(tables))),
        `export const DEPLOYMENTS = ${JSON.stringify(deployments(join(root, "deployments")))};`,
      ].join("\n");
    },
  };
}

function table(root: string, name: string): unknown {
  const { abi, notices } = JSON.parse(readFileSync(join(root, "abi", `${name}.json`), "utf8")) as {
    abi: AbiItem[];
    notices: { functions: Record<string, string>; errors: Record<string, string> };
  };
  const wanted = new Set(FUNCTIONS[name]);
  const isUsed = ({ type, name: own = "" }: AbiItem) =>
    type === "error" || (type === "function" && wanted.has(own)) || (type === "event" && EVENTS.has(own));
  const told = Object.entries(notices.functions).filter(([signature]) => wanted.has(signature.split("(")[0] ?? ""));
  const functions = Object.fromEntries(told.map(([signature, text]) => [signature.split("(")[0], text]));
  return { abi: abi.filter(isUsed).map(withoutInternalTypes), notices: { functions, errors: notices.errors } };
}

const COMPONENTS = /"components":(\[[^\]]*\])/g;

/** The terms of a deal stand in two dozen signatures: written once, the page is a tenth smaller. */
function shared(tables: string): string[] {
  const lists = [...new Set([...tables.matchAll(COMPONENTS)].map((match) => match[1] ?? ""))];
  const text = tables.replace(COMPONENTS, (_, list: string) => `"components":LIST_${lists.indexOf(list)}`);
  return [...lists.map((list, index) => `const LIST_${index} = ${list};`), `export const CONTRACTS = ${text};`];
}

function withoutInternalTypes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "internalType" ? undefined : inner)));
}

function deployments(folder: string): unknown[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".json") && !LOCAL_CHAINS.has(name));
  return files.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as unknown);
}
