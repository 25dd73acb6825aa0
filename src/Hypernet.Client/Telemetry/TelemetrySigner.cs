namespace Hypernet.Client;

/// <summary>
/// Signs a report with the agent key of a seller of the job, which this library never sees:
/// <c>Report(address job,bytes32 sha256)</c> of EIP-712 (<c>TelemetrySeal</c> in Hypernet.Contracts).
/// </summary>
/// <param name="sha256">The SHA-256 of the report's bytes.</param>
/// <param name="cancellationToken">Ends the wait.</param>
/// <returns>The signature: r, s and v (27 or 28), 65 bytes.</returns>
public delegate ValueTask<byte[]> TelemetrySigner(byte[] sha256, CancellationToken cancellationToken);
