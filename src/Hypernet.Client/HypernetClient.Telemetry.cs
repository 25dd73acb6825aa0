using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hypernet.Client;

public sealed partial class HypernetClient
{
    // Text as it is: escapes would take up the little room of a report.
    private static readonly JsonSerializerOptions Terse = new(TelemetryJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Asks how far a job is, as its sellers report it.</summary>
    /// <param name="job">The job's contract.</param>
    /// <param name="partition">Only this one; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is reported, with the newest report of each rank; null when the server knows of no such job.</returns>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public Task<TelemetryView?> FindTelemetryAsync(string job, int? partition = null, CancellationToken cancellationToken = default)
        => FindAsync(
            new QueryText(PathOf(job)).Add("partition", partition?.ToString(CultureInfo.InvariantCulture)).ToString(),
            WireJson.Default.TelemetryView,
            cancellationToken);

    /// <summary>
    /// Follows how far a job is, and never ends by itself: the whole picture first, and again whenever it has changed, at most once
    /// a second. A lost or silent connection is dialed again.
    /// </summary>
    /// <param name="job">The job's contract.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The pictures; each replaces the one before.</returns>
    /// <exception cref="RequestRefusedException">The server knows of no such job (404).</exception>
    /// <exception cref="ApiException">No sign of life for longer than <see cref="HypernetClientOptions.Patience"/>, or an answer that is none.</exception>
    public async IAsyncEnumerable<TelemetryView> TelemetryAsync(string job, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string path = new QueryText("v1/events").Add("topic", $"{TelemetryView.EventName}:{job}").ToString();
        var patience = new Patience(_options, _time);
        EventConnection? connection = null;
        try
        {
            while (true)
            {
                TelemetryView? next = null;
                try
                {
                    connection ??= await ConnectAsync(path, cancellationToken);
                    next = await connection.ReadAsync(block => EventConnection.Parse(block.Data, WireJson.Default.TelemetryView), cancellationToken);
                    patience.Renew();
                }
                catch (ApiException fault)
                {
                    await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
                    connection = null;
                    await patience.WaitAsync(fault, cancellationToken);
                }

                if (next is not null)
                {
                    yield return next;
                }
            }
        }
        finally
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>Reports on a rank of a job, once: what is lost is soon out of date.</summary>
    /// <param name="job">The job's contract.</param>
    /// <param name="report">The report.</param>
    /// <param name="sign">Signs it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The report's size, in bytes: what it costs of <see cref="TelemetryReport.BytesPerSecond"/>.</returns>
    /// <exception cref="RequestRefusedException">
    /// Malformed or out of time (400), signature (401), no place in the job (403), sequence (409), too large (413), too fast (429).
    /// </exception>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public async Task<int> PostTelemetryAsync(string job, TelemetryReport report, TelemetrySigner sign, CancellationToken cancellationToken = default)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(report, (JsonTypeInfo<TelemetryReport>)Terse.GetTypeInfo(typeof(TelemetryReport)));
        byte[] signature = await sign(SHA256.HashData(body), cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, PathOf(job)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(TelemetryReport.SignatureHeader, $"0x{Convert.ToHexStringLower(signature)}");
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, null, cancellationToken);
        await ThrowIfRefusedAsync(response, cancellationToken);
        return body.Length;
    }

    private static string PathOf(string job) => $"v1/jobs/{Uri.EscapeDataString(job)}/telemetry";
}
