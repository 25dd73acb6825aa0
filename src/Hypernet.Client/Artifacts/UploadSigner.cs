namespace Hypernet.Client;

/// <summary>Signs an upload with the uploader's key, which this library never sees.</summary>
/// <param name="request">What is to be signed.</param>
/// <param name="cancellationToken">Ends the wait, such as for a hardware wallet.</param>
/// <returns>The signature: r, s and v (27 or 28), 65 bytes.</returns>
public delegate ValueTask<byte[]> UploadSigner(UploadRequest request, CancellationToken cancellationToken);
