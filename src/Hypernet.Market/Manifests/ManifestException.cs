namespace Hypernet.Market;

/// <summary>A <c>job.yaml</c> does not describe a job. The message has one line per error.</summary>
public sealed class ManifestException : MarketException
{
    internal ManifestException(IReadOnlyList<ManifestError> errors, Exception? inner = null)
        : base(string.Join('\n', errors), inner) => Errors = errors;

    /// <summary>Everything that is wrong, in the order of the file; at least one.</summary>
    public IReadOnlyList<ManifestError> Errors { get; }
}
