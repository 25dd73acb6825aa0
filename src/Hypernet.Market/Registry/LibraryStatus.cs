namespace Hypernet.Market;

/// <summary>What the network says of a library of the sandbox. Numbers as in the contracts.</summary>
public enum LibraryStatus
{
    /// <summary>Never listed.</summary>
    None = 0,

    /// <summary>Open to new jobs.</summary>
    Allowed = 1,

    /// <summary>Open to new jobs, but to be left.</summary>
    Deprecated = 2,

    /// <summary>Closed to new jobs.</summary>
    Banned = 3,
}
