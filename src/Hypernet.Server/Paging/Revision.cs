using System.Globalization;
using Hypernet.EventStore;
using Microsoft.AspNetCore.Http;

namespace Hypernet.Server.Paging;

/// <summary>The store's position as the entity tag of what is read from it: nothing new, nothing to send.</summary>
internal static class Revision
{
    internal static async ValueTask<bool> IsUnchangedAsync(HttpContext context, IEventReader reader, CancellationToken cancellationToken)
    {
        string? known = context.Request.Headers.IfNoneMatch;
        if (known is null || known != Tag(await reader.GetPositionAsync(cancellationToken)))
        {
            return false;
        }

        context.Response.Headers.ETag = known;
        return true;
    }

    internal static void Tell(HttpContext context, long position)
    {
        context.Response.Headers.ETag = Tag(position);
        context.Response.Headers.CacheControl = "no-cache";
    }

    private static string Tag(long position) => string.Create(CultureInfo.InvariantCulture, $"W/\"{position}\"");
}
