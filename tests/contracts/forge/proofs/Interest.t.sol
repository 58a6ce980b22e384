// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Interest} from "../../../../contracts/libraries/Interest.sol";

/// @notice What a loan earns where it should earn nothing. That it is rounded up by less than one is fuzzed: no solver we
/// tried finishes with a product divided by a constant.
contract InterestProof {
    function check_no_time_and_no_rate_earn_nothing(uint128 amount, uint16 rateBps, uint40 time) external pure {
        assert(Interest.earned(amount, rateBps, 0) == 0);
        assert(Interest.earned(amount, 0, time) == 0);
        assert(Interest.earned(0, rateBps, time) == 0);
    }
}
