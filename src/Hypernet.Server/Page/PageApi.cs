using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Hypernet.Server.Page;

/// <summary>GET / and the files of the page, which lie in this assembly: no path of a request ever reaches the disk.</summary>
internal static class PageApi
{
    private static readonly Dictionary<string, string> ContentTypes = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
    };

    internal static void MapPage(this IEndpointRouteBuilder routes)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => ContentTypes.ContainsKey(Path.GetExtension(name))))
        {
            byte[] bytes = Read(assembly, name);
            string type = ContentTypes[Path.GetExtension(name)];
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"");
            routes.MapGet(name == "index.html" ? "/" : $"/{name}", (HttpContext context) => Send(context, bytes, type, tag));
        }
    }

    private static FileContentHttpResult Send(HttpContext context, byte[] bytes, string type, EntityTagHeaderValue tag)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.File(bytes, type, entityTag: tag);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using Stream resource = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
