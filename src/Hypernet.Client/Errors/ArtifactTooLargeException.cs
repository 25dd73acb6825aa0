namespace Hypernet.Client;

/// <summary>An artifact is larger than the caller is willing to receive.</summary>
public sealed class ArtifactTooLargeException : ApiException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="limit">The most the caller accepts, in bytes.</param>
    public ArtifactTooLargeException(ArtifactId artifact, long limit)
        : base($"Artifact {artifact} is larger than the {limit} bytes accepted.", "Raise the limit, or refuse the job.")
    {
        Artifact = artifact;
        Limit = limit;
    }

    /// <summary>The artifact.</summary>
    public ArtifactId Artifact { get; }

    /// <summary>The most the caller accepts, in bytes.</summary>
    public long Limit { get; }

    /// <inheritdoc/>
    public override string Title => "The artifact is too large";
}
