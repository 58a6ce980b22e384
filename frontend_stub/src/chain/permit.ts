import { type Address, type Hex, encodeAbiParameters, keccak256, stringToBytes } from "viem";
import { ERC20_ABI } from "./contracts.ts";
import { type Reader, read } from "./reads.ts";
import type { TypedData } from "./sign.ts";

/** ERC-2612: a signature in place of an approval, for exactly this amount and the next hour. */

export interface PermitRequest {
  readonly token: Address;
  readonly owner: Address;
  readonly spender: Address;
  readonly amount: bigint;
  readonly deadline: number;
  readonly chainId: number;
}

const DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const VERSIONS = ["1", "2"];

/** Null when the token has no permit, or one whose domain we cannot rebuild: then an approval is asked for. */
export async function permitFor(reader: Reader, request: PermitRequest): Promise<TypedData | null> {
  const { token, owner } = request;
  try {
    const [nonce, separator, name] = await Promise.all([
      read<bigint>(reader, token, ERC20_ABI, "nonces", [owner]),
      read<Hex>(reader, token, ERC20_ABI, "DOMAIN_SEPARATOR"),
      read<string>(reader, token, ERC20_ABI, "name"),
    ]);
    const version = VERSIONS.find((candidate) => separatorOf(name, candidate, request) === separator);
    return version ? typedPermit(request, { name, version }, nonce) : null;
  } catch {
    return null;
  }
}

function separatorOf(name: string, version: string, { chainId, token }: PermitRequest): Hex {
  const hash = (text: string) => keccak256(stringToBytes(text));
  const types = [
    { type: "bytes32" },
    { type: "bytes32" },
    { type: "bytes32" },
    { type: "uint256" },
    { type: "address" },
  ] as const;
  return keccak256(encodeAbiParameters(types, [hash(DOMAIN_TYPE), hash(name), hash(version), BigInt(chainId), token]));
}

function typedPermit(
  request: PermitRequest,
  { name, version }: { name: string; version: string },
  nonce: bigint,
): TypedData {
  const { token, owner, spender, amount, deadline, chainId } = request;
  const field = (fieldName: string, type: string) => ({ name: fieldName, type });
  return {
    domain: { name, version, chainId, verifyingContract: token },
    primaryType: "Permit",
    types: {
      EIP712Domain: [
        field("name", "string"),
        field("version", "string"),
        field("chainId", "uint256"),
        field("verifyingContract", "address"),
      ],
      Permit: [
        field("owner", "address"),
        field("spender", "address"),
        field("value", "uint256"),
        field("nonce", "uint256"),
        field("deadline", "uint256"),
      ],
    },
    message: { owner, spender, value: amount.toString(), nonce: nonce.toString(), deadline },
  };
}

/** By hand: the library's way brings a whole elliptic curve with it. Compact signatures (EIP-2098) are not permits. */
export function splitSignature(signature: Hex): { readonly v: number; readonly r: Hex; readonly s: Hex } {
  const last = Number.parseInt(signature.slice(130, 132), 16);
  return { r: `0x${signature.slice(2, 66)}`, s: `0x${signature.slice(66, 130)}`, v: last < 27 ? last + 27 : last };
}
