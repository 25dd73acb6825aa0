namespace Hypernet.Agent.Packages;

/// <summary>A buyer's package that this machine will not unpack.</summary>
public sealed class PackageRefusedException : AgentException
{
    /// <summary>Refuses an entry, or the archive as a whole where no entry can be named.</summary>
    /// <param name="entry">The entry's name as the archive spells it; empty for the archive.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="inner">The fault met while reading, if there was one.</param>
    public PackageRefusedException(string entry, string reason, Exception? inner = null)
        : base(entry.Length == 0 ? $"The package is refused: {reason}." : $"The package is refused: entry \"{entry}\" {reason}.", inner)
    {
        Entry = entry;
        Reason = reason;
    }

    /// <summary>The entry's name as the archive spells it; empty for the archive as a whole.</summary>
    public string Entry { get; }

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; }
}
