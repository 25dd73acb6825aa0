// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title IFaucet
/// @notice Gives out Hypertoken on test networks, so that anybody can try the market there. It holds what an allocation of
/// the token's supply gave it; nobody can take that back, and whoever sends it more adds to it.
interface IFaucet {
    /// @notice An account was given tokens.
    /// @param amount In the smallest unit of Hypertoken.
    event TokensGiven(address indexed account, uint256 amount);

    /// @notice The account has been given tokens less than a day ago.
    /// @param notBefore Unix time in seconds.
    error AskedTooSoon(address account, uint256 notBefore);

    /// @notice What can be given on one day is given.
    /// @param day Days since the unix epoch.
    /// @param limit In the smallest unit of Hypertoken.
    error DaySpent(uint256 day, uint256 limit);

    /// @notice The limit of a day is below what one account is given.
    error LimitTooLow(uint256 limit, uint256 least);

    /// @notice Gives the caller {AMOUNT}.
    ///
    /// @dev Emits a {TokensGiven} event.
    ///
    /// Requirements:
    /// - A day must have passed since the caller was given tokens last.
    /// - All accounts together must not have been given more than {dayLimit} on this day of UTC, this call included.
    /// - The faucet must hold as much.
    function ask() external;

    /// @notice When an account was given tokens last, in unix seconds; 0: never.
    function askedAt(address account) external view returns (uint256);

    /// @notice What was given on a day.
    /// @param day Days since the unix epoch.
    /// @return In the smallest unit of Hypertoken.
    function givenOn(uint256 day) external view returns (uint256);

    /// @notice What an account is given at once, in the smallest unit of Hypertoken.
    function AMOUNT() external view returns (uint256);

    /// @notice What all accounts are given on one day at most, in the smallest unit of Hypertoken.
    function dayLimit() external view returns (uint256);

    /// @notice The token.
    function token() external view returns (address);
}
