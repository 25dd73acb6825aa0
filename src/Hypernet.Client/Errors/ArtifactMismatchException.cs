namespace Hypernet.Client;

/// <summary>The bytes that a server delivered do not have the SHA-256 they were asked for by. They were thrown away.</summary>
public sealed class ArtifactMismatchException : ApiException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="expected">The SHA-256 asked for.</param>
    /// <param name="actual">The SHA-256 of what came.</param>
    public ArtifactMismatchException(ArtifactId expected, ArtifactId actual)
        : base($"Asked for artifact {expected}, received bytes with SHA-256 {actual}.", "Fetch it from another source.")
    {
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The SHA-256 asked for.</summary>
    public ArtifactId Expected { get; }

    /// <summary>The SHA-256 of what came.</summary>
    public ArtifactId Actual { get; }

    /// <inheritdoc/>
    public override string Title => "The artifact is not what was asked for";
}
