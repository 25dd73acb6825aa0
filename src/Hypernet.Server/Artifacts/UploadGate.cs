using System.Globalization;
using Hypernet.Client;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Signing;
using Microsoft.AspNetCore.Http;

namespace Hypernet.Server.Artifacts;

/// <summary>Lets in uploads that an account has signed for this market and that have not expired.</summary>
internal sealed class UploadGate(TypedDataDomain domain, TimeProvider time)
{
    internal bool TryAdmit(IHeaderDictionary headers, ArtifactId artifact, long bytes, out Address account, out string refusal)
    {
        account = default;
        if (!ulong.TryParse(headers[UploadRequest.ExpiresHeader], NumberStyles.None, CultureInfo.InvariantCulture, out ulong expires))
        {
            refusal = $"{UploadRequest.ExpiresHeader} is missing or no number of seconds.";
            return false;
        }

        var now = (ulong)time.GetUtcNow().ToUnixTimeSeconds();
        var latest = now + (ulong)UploadRequest.LongestValidity.TotalSeconds;
        if (expires <= now || expires > latest)
        {
            refusal = $"The signature expires at {expires}; from {now + 1} to {latest} is accepted now (unix seconds).";
            return false;
        }

        var upload = new ArtifactUpload(new Hash32(artifact.ToBytes()), (ulong)bytes, expires);
        bool isSigned = SignatureHeader.TryRecover(headers[UploadRequest.SignatureHeader], domain.Digest(upload.ToTypedStruct()), out account);
        refusal = isSigned ? string.Empty : $"{UploadRequest.SignatureHeader} is missing or no signature: 0x and 130 hexadecimal digits are expected.";
        return isSigned;
    }
}
