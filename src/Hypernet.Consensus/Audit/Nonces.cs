using System.Security.Cryptography;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// How the slots draw a point together (docs/spec/audit.md §6): each commits to a nonce once all results are fixed, and opens it once
/// all have committed. One honest nonce makes the point one that nobody could foresee.
/// </summary>
internal static class Nonces
{
    /// <summary>What a slot publishes of its nonce first.</summary>
    /// <param name="window">Id of the window.</param>
    /// <param name="slot">Whose: so that nobody commits to another's.</param>
    /// <param name="nonce">32 bytes of a secure random source, used once.</param>
    public static Hash256 Commit(Hash256 window, int slot, Hash256 nonce)
    {
        var fields = HashedFields.In("NONCE"u8);
        fields.Write(window);
        fields.Write((uint)slot);
        fields.Write(nonce);
        return fields.Hash();
    }

    /// <summary>Whether an opened nonce is the one committed to.</summary>
    /// <param name="commitment">What the slot published first.</param>
    /// <param name="window">Id of the window.</param>
    /// <param name="slot">Whose.</param>
    /// <param name="nonce">What it opened.</param>
    public static bool Opens(Hash256 commitment, Hash256 window, int slot, Hash256 nonce) => commitment == Commit(window, slot, nonce);

    /// <summary>A nonce.</summary>
    public static Hash256 Create() => new(RandomNumberGenerator.GetBytes(Hash256.Length));

    /// <summary>What the point is drawn of.</summary>
    /// <param name="window">Id of the window.</param>
    /// <param name="opened">The nonces by slot: of all that committed.</param>
    public static Hash256 Seed(Hash256 window, IReadOnlyDictionary<int, Hash256> opened)
    {
        var fields = HashedFields.In("SEED"u8);
        fields.Write(window);
        foreach (var (slot, nonce) in opened.OrderBy(entry => entry.Key))
        {
            fields.Write((uint)slot);
            fields.Write(nonce);
        }

        return fields.Hash();
    }
}
