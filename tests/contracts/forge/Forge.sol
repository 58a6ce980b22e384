// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// An event as it was logged.
struct Log {
    bytes32[] topics;
    bytes data;
    address emitter;
}

/// What these tests ask of forge. See https://book.getfoundry.sh for each cheatcode.
interface Vm {
    function addr(uint256 key) external pure returns (address);
    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function deal(address account, uint256 balance) external;
    function warp(uint256 time) external;
    function getBlockTimestamp() external view returns (uint256 time);
    function prank(address caller) external;
    function assume(bool condition) external pure;
    function expectRevert(bytes calldata reason) external;
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory logs);
    function readFile(string calldata path) external view returns (string memory data);
    function keyExistsJson(string calldata json, string calldata key) external view returns (bool);
    function parseJsonString(string calldata json, string calldata key) external pure returns (string memory);
    function parseJsonStringArray(string calldata json, string calldata key) external pure returns (string[] memory);
    function toString(uint256 number) external pure returns (string memory);
    function assertTrue(bool condition, string calldata message) external pure;
    function assertEq(uint256 left, uint256 right, string calldata message) external pure;
    function assertEq(address left, address right, string calldata message) external pure;
    function assertEq(bytes32 left, bytes32 right, string calldata message) external pure;
    function assertLe(uint256 left, uint256 right, string calldata message) external pure;
    function assertGe(uint256 left, uint256 right, string calldata message) external pure;
}

/// What forge asks a test contract: functions it should call, or not.
struct FuzzSelector {
    address addr;
    bytes4[] selectors;
}

/// @title Forge
/// @notice The few cheatcodes and tools that these tests need. The npm package of forge-std is unofficial and old.
abstract contract Forge {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @notice A number within bounds, both of them included.
    function _within(uint256 seed, uint256 least, uint256 most) internal pure returns (uint256) {
        uint256 size = most - least + 1;
        return size == 0 ? seed : least + seed % size;
    }

    /// @notice An independent random number for every label.
    function _dice(uint256 seed, string memory label) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, label)));
    }

    /// @notice The time of the chain. The compiler may keep `block.timestamp` across a warp.
    function _now() internal view returns (uint256) {
        return vm.getBlockTimestamp();
    }

    /// @dev A refusal says why: an arithmetic panic or an empty answer is a fault even where refusing is right.
    function _requireNamed(bytes memory reason) internal pure {
        bool isNamed = reason.length >= 4 && bytes4(reason) != bytes4(keccak256("Panic(uint256)"));
        vm.assertTrue(isNamed, "a refusal has a named error");
    }
}
