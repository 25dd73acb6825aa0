using System.Globalization;

namespace Hypernet.EventStore;

/// <summary>What a writer believes a stream's version to be: the number of logs in it on the canonical branch.</summary>
public readonly record struct ExpectedVersion
{
    private readonly long _successor;

    private ExpectedVersion(long version) => _successor = version + 1;

    /// <summary>The writer does not care.</summary>
    public static ExpectedVersion Any => default;

    /// <summary>The stream has no log yet.</summary>
    public static ExpectedVersion NoStream => new(0);

    /// <summary>The stream has exactly this many logs.</summary>
    public static ExpectedVersion Exactly(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new ExpectedVersion(version);
    }

    /// <summary>Whether a stream at <paramref name="version"/> is what the writer expects.</summary>
    public bool Matches(long version) => _successor == 0 || _successor == version + 1;

    /// <summary>The version, or "any".</summary>
    public override string ToString() => _successor == 0 ? "any" : (_successor - 1).ToString(CultureInfo.InvariantCulture);
}
