import { type Address, type Hex, getAddress, numberToHex } from "viem";
import type { Call } from "./contracts.ts";
import type { Provider } from "./provider.ts";

/** The only module that asks a wallet to sign. */

export async function sendTransaction(provider: Provider, from: Address, call: Call, gas: bigint): Promise<Hex> {
  const transaction = {
    from,
    // Some wallets refuse an address without its checksum.
    to: getAddress(call.to),
    data: call.data,
    value: numberToHex(call.value),
    gas: numberToHex(gas),
  };
  return (await provider.request({ method: "eth_sendTransaction", params: [transaction] })) as Hex;
}

export interface TypedData {
  readonly domain: Readonly<Record<string, string | number | boolean>>;
  readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>;
  readonly primaryType: string;
  readonly message: Readonly<Record<string, string | number | boolean>>;
}

export async function signTypedData(provider: Provider, from: Address, data: TypedData): Promise<Hex> {
  return (await provider.request({ method: "eth_signTypedData_v4", params: [from, JSON.stringify(data)] })) as Hex;
}
