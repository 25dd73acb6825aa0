namespace Hypernet.Buyer;

/// <summary>A file of the job is missing, or is not what it must be.</summary>
/// <param name="path">The file.</param>
/// <param name="problem">What is wrong, as the end of a sentence, with what to do.</param>
/// <param name="inner">The fault that showed it, if any.</param>
public sealed class JobFileException(string path, string problem, Exception? inner = null) : BuyerException($"{path} {problem}", inner)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
