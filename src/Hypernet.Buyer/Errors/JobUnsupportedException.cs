using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A manifest asks for what no seller of this version can do.</summary>
/// <param name="field">The field of the manifest.</param>
/// <param name="problem">What it asks for, and what to write instead.</param>
public sealed class JobUnsupportedException(string field, string problem) : BuyerException($"{JobManifest.FileName}: {field}: {problem}")
{
    /// <summary>The field of the manifest.</summary>
    public string Field { get; } = field;
}
