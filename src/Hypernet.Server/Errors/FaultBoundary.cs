using Hypernet.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Hypernet.Server.Errors;

/// <summary>The outermost handler: no fault leaves without a problem document, and none tells a stranger what is inside.</summary>
internal sealed class FaultBoundary(RequestDelegate next, ILogger<FaultBoundary> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
            {
                int status = context.Response.StatusCode;
                await AnswerAsync(context, Problems.Of(
                    status, ReasonPhrases.GetReasonPhrase(status), $"{context.Request.Method} {Problems.Shorten(context.Request.Path)} leads nowhere.", "See / for what this server shows."));
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away: there is nobody to answer.
        }
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, Problems.Of(fault.StatusCode, "The request is malformed", fault.Message, "Send a well-formed request within the limits."));
        }
        catch (Exception fault) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            log.RequestFailed(fault, context.Request.Method, context.Request.Path);
            await AnswerAsync(context, Problems.Of(
                StatusCodes.Status500InternalServerError, "The server failed", "This is a fault of the server; its log says more.", "Try again, and tell the server's operator."));
        }
    }

    private static Task AnswerAsync(HttpContext context, ProblemHttpResult problem)
    {
        context.Response.Clear();
        return problem.ExecuteAsync(context);
    }
}
