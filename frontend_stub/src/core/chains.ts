const NAMES: Readonly<Record<number, string>> = {
  1: "Ethereum",
  10: "OP Mainnet",
  137: "Polygon",
  1_337: "Local network 1337",
  8_453: "Base",
  31_337: "Local network 31337",
  42_161: "Arbitrum One",
  11_155_111: "Sepolia",
};

export function chainName(chainId: number): string {
  return NAMES[chainId] ?? `network ${chainId}`;
}

/** Where a development chain listens unless it was told otherwise. */
export function localNode(chainId: number): string {
  return chainId === 31_337 || chainId === 1_337 ? "http://127.0.0.1:8545" : "";
}
