using System.Net;

namespace Hypernet.Client;

/// <summary>The body of an upload: the stream from its start, which stays open; each part sent is a sign of life.</summary>
internal sealed class UploadContent(Stream content, Action progress) : HttpContent
{
    private const int PartBytes = 64 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var part = new byte[PartBytes];
        int count;
        while ((count = await content.ReadAsync(part, cancellationToken)) > 0)
        {
            await stream.WriteAsync(part.AsMemory(0, count), cancellationToken);
            progress();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Length;
        return true;
    }
}
