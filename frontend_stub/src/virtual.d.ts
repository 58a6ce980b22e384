declare module "virtual:contracts" {
  import type { Abi } from "viem";

  interface ContractTable {
    readonly abi: Abi;
    readonly notices: { readonly functions: Record<string, string>; readonly errors: Record<string, string> };
  }
  interface BuiltInDeployment {
    readonly chainId: number;
    readonly startBlock: number;
    readonly contracts: Record<string, { readonly address: `0x${string}`; readonly block: number }>;
    readonly tokens: readonly {
      readonly address: `0x${string}`;
      readonly name: string;
      readonly symbol: string;
      readonly decimals: number;
    }[];
  }
  export const CONTRACTS: Record<"Escrow" | "FixedPrice" | "Reputation" | "Profiles", ContractTable>;
  export const DEPLOYMENTS: readonly BuiltInDeployment[];
}
