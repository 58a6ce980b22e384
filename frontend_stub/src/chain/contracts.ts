import { type Abi, type Address, type Hex, encodeFunctionData } from "viem";
import { CONTRACTS, DEPLOYMENTS } from "virtual:contracts";
import type { DeploymentResource } from "../api/types.ts";
import type { ErrorTable } from "../core/errors.ts";

export type ContractName = keyof typeof CONTRACTS;

/** One call to a contract, before anybody signed it. */
export interface Call {
  readonly to: Address;
  readonly data: Hex;
  readonly value: bigint;
}

export const ERC20_ABI = [
  view("balanceOf", ["address"], "uint256"),
  view("allowance", ["address", "address"], "uint256"),
  view("nonces", ["address"], "uint256"),
  view("DOMAIN_SEPARATOR", [], "bytes32"),
  view("name", [], "string"),
  view("version", [], "string"),
  view("symbol", [], "string"),
  view("decimals", [], "uint8"),
  {
    type: "function",
    name: "approve",
    stateMutability: "nonpayable",
    inputs: [{ type: "address" }, { type: "uint256" }],
    outputs: [{ type: "bool" }],
  },
] as const satisfies Abi;

function view<N extends string, I extends string, O extends string>(name: N, inputs: readonly I[], output: O) {
  return {
    type: "function",
    name,
    stateMutability: "view",
    inputs: inputs.map((type) => ({ type })),
    outputs: [{ type: output }],
  } as const;
}

export const ERROR_TABLES: readonly ErrorTable[] = Object.values(CONTRACTS).map(({ abi, notices }) => ({
  abi,
  notices: notices.errors,
}));

export function abiOf(contract: ContractName): Abi {
  return CONTRACTS[contract].abi;
}

/** What the contract's author says an act does. */
export function noticeOf(contract: ContractName, act: string): string {
  return CONTRACTS[contract].notices.functions[act] ?? "";
}

export function callTo(
  contract: ContractName,
  address: Address,
  act: string,
  args: readonly unknown[],
  value = 0n,
): Call {
  return { to: address, data: encodeFunctionData({ abi: abiOf(contract), functionName: act, args }), value };
}

export class UntrustedDeployment extends Error {}

/** On chains the page was built for, the service must name the same contracts; else it would have us sign elsewhere. */
export function checkDeployment(told: DeploymentResource): DeploymentResource {
  const known = DEPLOYMENTS.find(({ chainId }) => chainId === told.chainId);
  for (const [name, { address }] of Object.entries(known?.contracts ?? {})) {
    const other = told.contracts[name]?.address;
    if (other?.toLowerCase() === address.toLowerCase()) continue;
    throw new UntrustedDeployment(`This service names ${other ?? "no address"} as ${name}, but it is at ${address}.`);
  }
  return told;
}

export function builtInDeployment(): DeploymentResource | null {
  return DEPLOYMENTS[0] ?? null;
}
