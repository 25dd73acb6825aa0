using System.Net;

namespace Hypernet.Client;

/// <summary>The server answered with an error (RFC 9457 problem details).</summary>
public sealed class RequestRefusedException : ApiException
{
    /// <summary>Creates the exception from the server's answer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="problem">The body of the answer.</param>
    public RequestRefusedException(HttpStatusCode status, ProblemView problem)
        : base(problem.Detail ?? problem.Title, problem.Hint)
    {
        Status = status;
        Title = problem.Title;
    }

    /// <inheritdoc/>
    public override HttpStatusCode? Status { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <summary>How long the server asked to wait before the next attempt; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => Status
        is HttpStatusCode.RequestTimeout
        or HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout;
}
