import { encodeErrorResult, parseAbi } from "viem";
import { describe, expect, it } from "vitest";
import { explainFailure, revertData } from "../src/core/errors.ts";

const abi = parseAbi([
  "error TooLate(uint256 deadline, uint256 time)",
  "error DealNotFunded(bytes32 dealId, uint8 status)",
]);
const TABLES = [{ abi, notices: { "TooLate(uint256,uint256)": "It is too late for this." } }];
const LATE = encodeErrorResult({ abi, errorName: "TooLate", args: [1_800_000_000n, 1_800_000_100n] });
const HASH = `0x${"ab".repeat(32)}`;

describe("revert data is found", () => {
  it.each([
    ["Anvil", { code: 3, message: "execution reverted", data: LATE }],
    ["Ganache, a call", { code: -32000, message: "revert", data: { hash: HASH, result: LATE, reason: null } }],
    ["Ganache, nested", { code: -32603, data: { data: { data: LATE } } }],
    ["a wallet around it", { code: -32603, error: { message: "reverted", data: LATE } }],
    ["a library around that", { message: "failed", cause: { cause: { data: { originalError: { data: LATE } } } } }],
  ])("as %s nests it", (_, failure) => {
    expect(revertData(failure)).toBe(LATE);
  });

  it("and a transaction's hash is not taken for it", () => {
    expect(revertData({ data: { hash: HASH, message: "revert" } })).toBeNull();
  });
});

describe("a failure becomes a sentence", () => {
  it("in the words of the contract, with its values", () => {
    const refusal = explainFailure({ data: LATE }, TABLES);
    expect(refusal.sentence).toBe("It is too late for this.");
    expect(refusal.code).toBe("TooLate");
    expect(refusal.details[0]).toMatch(/^deadline: Jan 15, 2027/);
  });

  it("with words for numbers that mean something", () => {
    const data = encodeErrorResult({ abi, errorName: "DealNotFunded", args: [HASH as `0x${string}`, 5] });
    expect(explainFailure({ data }, TABLES).details).toEqual(["the deal is closed"]);
  });

  it.each([
    [{ code: 4001, message: "User rejected the request." }, "rejected"],
    [{ message: "x", cause: { code: 4001 } }, "rejected"],
    [{ message: "sender doesn't have enough funds to send tx. The upfront cost is: 5" }, "funds"],
    [{ message: "Insufficient funds for gas * price + value" }, "funds"],
    [{ message: "HTTP request failed." }, "unreachable"],
    [{ message: "Something else", details: "odd" }, "unknown"],
  ])("for %j", (failure, code) => {
    expect(explainFailure(failure, TABLES).code).toBe(code);
  });

  it("also when the contract only gave a text", () => {
    const data = encodeErrorResult({ abi: parseAbi(["error Error(string)"]), errorName: "Error", args: ["no luck"] });
    expect(explainFailure({ data }, TABLES).sentence).toBe("A contract refused: no luck.");
  });
});
