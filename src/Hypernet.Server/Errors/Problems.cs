using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hypernet.Server.Errors;

/// <summary>Errors as problem details (RFC 9457) with a hint: what, the value, what to do.</summary>
internal static class Problems
{
    private const int MaxEcho = 80;

    internal static ProblemHttpResult BadRequest(string title, string detail, string hint)
        => Of(StatusCodes.Status400BadRequest, title, detail, hint);

    internal static ProblemHttpResult NotFound(string title, string detail, string hint)
        => Of(StatusCodes.Status404NotFound, title, detail, hint);

    internal static ProblemHttpResult Of(int status, string title, string detail, string hint)
        => TypedResults.Problem(detail, statusCode: status, title: title, extensions: [new KeyValuePair<string, object?>("hint", hint)]);

    /// <summary>What a stranger sent, short enough to be sent back.</summary>
    internal static string Shorten(string text) => text.Length <= MaxEcho ? text : $"{text[..MaxEcho]}…";
}
