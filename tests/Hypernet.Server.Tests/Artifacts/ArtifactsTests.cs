using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Hypernet.Client;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Server.Artifacts;

public sealed class ArtifactsTests : IDisposable
{
    private const int Block = 4096;
    private readonly PrivateKey _seller = PrivateKey.Create();
    private readonly PrivateKey _stranger = PrivateKey.Create();

    public void Dispose()
    {
        _seller.Dispose();
        _stranger.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public async Task Artifact_is_stored_once_and_fetched_with_its_bytes_checked(int size)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var folder = new TemporaryFolder();
        byte[] bytes = Bytes(size);

        ArtifactView stored = await PutAsync(server, bytes, _seller);
        ArtifactView again = await PutAsync(server, bytes, _stranger);
        Assert.True(await server.Client.GetArtifactAsync(Name(bytes), folder.Of("copy"), size));

        Assert.Equal(new ArtifactView { Sha256 = Name(bytes).ToString(), Bytes = size }, stored);
        Assert.Equal(stored, again);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(folder.Of("copy")));
        Assert.Equal(["copy"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.Single(FilesIn(server, "objects"));
        Assert.Equal(bytes, await server.Client.ReadArtifactAsync(Name(bytes), size));
    }

    [Fact]
    public async Task Artifact_that_is_not_there_is_an_answer()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var folder = new TemporaryFolder();

        Assert.Null(await server.Client.ReadArtifactAsync(Name([1]), 10));
        Assert.False(await server.Client.GetArtifactAsync(Name([1]), folder.Of("copy"), 10));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Artifact_larger_than_accepted_is_not_fetched()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var folder = new TemporaryFolder();
        byte[] bytes = Bytes(1000);
        await PutAsync(server, bytes, _seller);

        var fault = await Assert.ThrowsAsync<ArtifactTooLargeException>(() => server.Client.GetArtifactAsync(Name(bytes), folder.Of("copy"), 999));

        Assert.Equal(999, fault.Limit);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Changed_bytes_on_the_servers_disk_do_not_get_through()
    {
        await using TestServer server = await TestServer.StartAsync();
        byte[] bytes = Bytes(1000);
        await PutAsync(server, bytes, _seller);
        string file = Assert.Single(FilesIn(server, "objects"));
        await File.WriteAllBytesAsync(file, Bytes(999));

        var fault = await Assert.ThrowsAsync<ArtifactMismatchException>(() => server.Client.ReadArtifactAsync(Name(bytes), 1000));

        Assert.Equal(Name(bytes), fault.Expected);
        Assert.Equal(Name(Bytes(999)), fault.Actual);
    }

    [Fact]
    public async Task Upload_is_refused_unless_the_signature_fits_it()
    {
        var time = new ManualTimeProvider();
        await using TestServer server = await TestServer.StartAsync(time);
        byte[] bytes = Bytes(10);
        long now = time.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, bytes, null, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, bytes, "soon", "0x00"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, bytes, $"{now}", Signature(bytes, now)));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, bytes, $"{now + 3601}", Signature(bytes, now + 3601)));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, bytes, $"{now + 60}", "0x" + new string('0', 130)));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, bytes, $"{now + 60}", new string('z', 132)));
        Assert.Empty(FilesIn(server, "objects"));
        Assert.Equal(HttpStatusCode.Created, await SendAsync(server, bytes, $"{now + 60}", Signature(bytes, now + 60)));
    }

    [Fact]
    public async Task Signature_of_another_upload_charges_nobody_that_signed_this_one()
    {
        await using TestServer server = await TestServer.StartAsync();
        long expires = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60;
        byte[] bytes = Bytes(10);

        // A recovered address is always somebody's: never the seller's, though, whose signature says another thing.
        await SendAsync(server, bytes, $"{expires}", Signature(Bytes(11), expires));

        Assert.DoesNotContain(FilesIn(server, "accounts"), mark => mark.Contains(_seller.Address.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Body_that_is_not_what_was_signed_leaves_nothing()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var content = new MemoryStream(Bytes(5000));
        using var request = Request(Bytes(5001)[..5000], content);

        using HttpResponseMessage answer = await server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        AssertNothingStored(server);
    }

    [Fact]
    public async Task Upload_over_size_or_quota_or_room_is_refused_by_name()
    {
        var limits = new ArtifactLimits { MaxArtifactBytes = 10_000, AccountBytes = 2 * Block, TotalBytes = 3 * Block };
        await using TestServer server = await TestServer.StartAsync(change: options => options with { Artifacts = limits });

        await AssertRefusedAsync(HttpStatusCode.RequestEntityTooLarge, () => PutAsync(server, Bytes(10_001), _seller));
        await PutAsync(server, Bytes(1), _seller);
        await AssertRefusedAsync(HttpStatusCode.Forbidden, () => PutAsync(server, Bytes(Block + 1), _seller));
        await PutAsync(server, Bytes(Block), _seller);
        await AssertRefusedAsync(HttpStatusCode.Forbidden, () => PutAsync(server, Bytes(2), _seller));
        await PutAsync(server, Bytes(2), _stranger);
        await AssertRefusedAsync(HttpStatusCode.InsufficientStorage, () => PutAsync(server, Bytes(3), _stranger));

        Assert.Equal(3, FilesIn(server, "objects").Length);
    }

    [Fact]
    public async Task Connection_cut_during_an_upload_leaves_nothing_and_gives_the_room_back()
    {
        var limits = new ArtifactLimits { AccountBytes = 1 << 20 };
        await using TestServer server = await TestServer.StartAsync(change: options => options with { Artifacts = limits });
        byte[] bytes = Bytes(1 << 20);
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(server.Url.Host, server.Url.Port);
            long expires = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60;
            string head = $"PUT /v1/artifacts HTTP/1.1\r\nHost: x\r\nContent-Length: {bytes.Length}\r\nContent-Digest: {Digest(bytes)}\r\n"
                + $"{UploadRequest.ExpiresHeader}: {expires}\r\n{UploadRequest.SignatureHeader}: {Signature(bytes, expires)}\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(head));
            await socket.SendAsync(bytes.AsMemory(0, 100_000));
            await WaitUntilAsync(() => FilesIn(server, "incoming").Length == 1);
        }

        await WaitUntilAsync(() => FilesIn(server, "incoming").Length == 0);
        AssertNothingStored(server);
        await PutAsync(server, bytes, _seller);
    }

    [Fact]
    public async Task Ranges_are_served_and_bytes_never_change_under_their_name()
    {
        await using TestServer server = await TestServer.StartAsync();
        byte[] bytes = Bytes(1000);
        await PutAsync(server, bytes, _seller);
        using var request = new HttpRequestMessage(HttpMethod.Get, TestServer.At($"/v1/artifacts/{Name(bytes)}"));
        request.Headers.Range = new RangeHeaderValue(990, null);

        using HttpResponseMessage answer = await server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(bytes[990..], await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("public, max-age=31536000, immutable", Assert.Single(answer.Headers.GetValues("Cache-Control")));
        Assert.Equal($"\"{Name(bytes)}\"", answer.Headers.ETag?.Tag);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
    }

    [Fact]
    public async Task Quota_and_artifacts_outlive_the_store_and_half_done_work_does_not()
    {
        using var folder = new TemporaryFolder();
        var limits = new ArtifactLimits { AccountBytes = Block };
        byte[] bytes = Bytes(100);
        using (var body = new MemoryStream(bytes))
        {
            Assert.Equal(PutEnd.Stored, await new ArtifactStore(folder.Path, limits).PutAsync(_seller.Address, Name(bytes), 100, body, default));
        }

        await File.WriteAllTextAsync(folder.Of("incoming/half"), "half");
        string orphan = Path.Combine(folder.Of("accounts"), _seller.Address.ToString(), Name([9]).ToString());
        await File.WriteAllTextAsync(orphan, "");
        var reopened = new ArtifactStore(folder.Path, limits);

        Assert.NotNull(reopened.Find(Name(bytes)));
        Assert.Equal(Block, reopened.TotalBytes);
        Assert.Equal(PutEnd.OverQuota, await reopened.PutAsync(_seller.Address, Name([1]), 1, Stream.Null, default));
        Assert.Empty(Directory.GetFiles(folder.Of("incoming")));
        Assert.False(File.Exists(orphan));
    }

    [Fact]
    public async Task Same_artifact_from_many_at_once_is_stored_and_charged_once()
    {
        await using TestServer server = await TestServer.StartAsync();
        byte[] bytes = Bytes(200_000);

        ArtifactView[] views = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PutAsync(server, bytes, _seller)));

        Assert.Single(views.Distinct());
        Assert.Single(FilesIn(server, "objects"));
        Assert.Empty(FilesIn(server, "incoming"));
        Assert.Equal(49 * Block, (await server.Client.StatusAsync()).ArtifactBytes);
    }

    [Theory]
    [InlineData("/v1/artifacts/..%2f..%2fevents.db", HttpStatusCode.BadRequest)]
    [InlineData("/v1/artifacts/../../events.db", HttpStatusCode.NotFound)]
    [InlineData("/v1/artifacts/%2e%2e/%2e%2e/etc/passwd", HttpStatusCode.NotFound)]
    [InlineData("/v1/artifacts/%00", HttpStatusCode.BadRequest)]
    [InlineData("/v1/artifacts/", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/events.db", HttpStatusCode.NotFound)]
    [InlineData("/..%5c..%5cetc%5cpasswd", HttpStatusCode.NotFound)]
    [InlineData("//etc/passwd", HttpStatusCode.NotFound)]
    public async Task Hostile_path_finds_no_file(string path, HttpStatusCode expected)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Url.Host, server.Url.Port);

        // By hand: a client library would tidy the path up.
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(new NetworkStream(socket));
        string answer = await reader.ReadToEndAsync();

        Assert.StartsWith($"HTTP/1.1 {(int)expected} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("SQLite format", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static ArtifactId Name(byte[] bytes) => ArtifactId.FromBytes(SHA256.HashData(bytes));

    private static string Digest(byte[] bytes) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:";

    private static string[] FilesIn(TestServer server, string folder)
        => Directory.GetFiles(Path.Combine(server.ArtifactFolder, folder), "*", SearchOption.AllDirectories);

    private static void AssertNothingStored(TestServer server)
        => Assert.Empty(Directory.GetFiles(server.ArtifactFolder, "*", SearchOption.AllDirectories));

    private static async Task AssertRefusedAsync(HttpStatusCode status, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(call);
        Assert.Equal(status, refusal.Status);
        Assert.NotNull(refusal.Hint);
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private static byte[] Sign(PrivateKey key, byte[] sha256, long bytes, long expires)
        => new ArtifactUpload(new Hash32(sha256), (ulong)bytes, (ulong)expires).Sign(key, TestMarket.Deployment);

    private static async Task<ArtifactView> PutAsync(TestServer server, byte[] bytes, PrivateKey key)
    {
        using var content = new MemoryStream(bytes);
        return await server.Client.PutArtifactAsync(content, (upload, _) => ValueTask.FromResult(
            Sign(key, upload.Artifact.ToBytes(), upload.Bytes, upload.Expires.ToUnixTimeSeconds())));
    }

    private string Signature(byte[] bytes, long expires)
        => $"0x{Convert.ToHexStringLower(Sign(_seller, SHA256.HashData(bytes), bytes.Length, expires))}";

    private HttpRequestMessage Request(byte[] announced, Stream body)
    {
        long expires = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60;
        var request = new HttpRequestMessage(HttpMethod.Put, TestServer.At("/v1/artifacts")) { Content = new StreamContent(body) };
        request.Content.Headers.Add("Content-Digest", Digest(announced));
        request.Headers.Add(UploadRequest.ExpiresHeader, $"{expires}");
        request.Headers.Add(UploadRequest.SignatureHeader, Signature(announced, expires));
        return request;
    }

    private static async Task<HttpStatusCode> SendAsync(TestServer server, byte[] bytes, string? expires, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, TestServer.At("/v1/artifacts")) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.Add("Content-Digest", Digest(bytes));
        request.Headers.Add(UploadRequest.ExpiresHeader, expires ?? string.Empty);
        request.Headers.Add(UploadRequest.SignatureHeader, signature ?? string.Empty);
        using HttpResponseMessage answer = await server.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
