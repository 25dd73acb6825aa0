namespace Hypernet.Market;

/// <summary>Data that a program reads under <c>/input</c>.</summary>
public abstract record JobInput
{
    private JobInput()
    {
    }

    /// <summary>A file that sellers fetch and check.</summary>
    /// <param name="Path">Where the program finds it, relative to <c>/input</c>.</param>
    /// <param name="Sha256">Its SHA-256; with <see cref="InputPartition.FilePerPartition"/> one for each group, in their order, else one.</param>
    /// <param name="Sources">Where it can be fetched: web addresses (<c>{partition}</c> in them stands for the group's number), or <see cref="Store"/>.</param>
    /// <param name="Partition">How it is shared among the groups.</param>
    public sealed record Fetched(string Path, ValueList<Bytes32> Sha256, ValueList<string> Sources, InputPartition Partition) : JobInput
    {
        /// <summary>The source that means the artifact store, where the file lies under its SHA-256.</summary>
        public const string Store = "store";
    }

    /// <summary>Data that stays with its owner: only sellers that have it under this name can sign.</summary>
    /// <param name="Name">The name in the seller's terms of use.</param>
    public sealed record Local(string Name) : JobInput;
}
