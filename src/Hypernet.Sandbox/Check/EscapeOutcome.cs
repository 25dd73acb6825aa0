namespace Hypernet.Sandbox;

/// <summary>How an attempt to escape ended.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="IsHeld">Whether nothing got out.</param>
/// <param name="Detail">What showed it: one line for people.</param>
public sealed record EscapeOutcome(EscapeAttempt Attempt, bool IsHeld, string Detail);
