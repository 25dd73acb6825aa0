namespace Hypernet.Market;

/// <summary>How an input is shared among the groups of a job.</summary>
public enum InputPartition
{
    /// <summary>Every group gets the whole file.</summary>
    Whole,

    /// <summary>A text file of one record a line is cut by <see cref="RowPartition"/>.</summary>
    Rows,

    /// <summary>Every group has a file of its own.</summary>
    FilePerPartition,
}
