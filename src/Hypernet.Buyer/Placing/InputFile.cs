using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A file beside <c>job.yaml</c> that sellers will fetch.</summary>
/// <param name="Path">Relative to the job's folder.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Bytes">Its size.</param>
public sealed record InputFile(string Path, Bytes32 Sha256, long Bytes);
