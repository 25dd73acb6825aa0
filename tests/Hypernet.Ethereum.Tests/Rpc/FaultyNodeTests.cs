using System.Net;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Ethereum.Rpc;

public sealed class FaultyNodeTests
{
    private const string Seven = """{"jsonrpc":"2.0","id":0,"result":"0x7"}""";

    private static readonly JsonRpcOptions Quick = new()
    {
        FirstBackoff = TimeSpan.FromMilliseconds(1),
        LongestBackoff = TimeSpan.FromMilliseconds(20),
        MaxRetries = 2,
        MaxResponseBytes = 4096,
    };

    public static TheoryData<string, string> TransientFaults() => new()
    {
        { "429", ScriptedNode.Status("429 Too Many Requests", headers: "Retry-After: 3600\r\n") },
        { "503", ScriptedNode.Status("503 Service Unavailable", "<html>") },
        { "429 in JSON", ScriptedNode.Ok("""{"jsonrpc":"2.0","id":0,"error":{"code":429,"message":"slow down"}}""") },
        { "JSON cut off", ScriptedNode.Ok("""{"jsonrpc":"2.0","id":0,"res""") },
        { "empty", ScriptedNode.Ok("") },
        { "no JSON", ScriptedNode.Ok("<html>busy</html>") },
        { "body cut off", "HTTP/1.1 200 OK\r\nContent-Length: 400\r\nConnection: close\r\n\r\n{\"jsonrpc\"" },
        { "connection dropped", ScriptedNode.Dropped },
        { "neither result nor error", ScriptedNode.Ok("""{"jsonrpc":"2.0","id":0}""") },
        { "answer to another question", ScriptedNode.Ok("""{"jsonrpc":"2.0","id":5,"result":"0x7"}""") },
        { "value of another type", ScriptedNode.Ok("""{"jsonrpc":"2.0","id":0,"result":{"number":1}}""") },
        { "value too wide", ScriptedNode.Ok("""{"jsonrpc":"2.0","id":0,"result":"0x10000000000000000"}""") },
    };

    public static TheoryData<string, string> Reverts() => new()
    {
        { """{"code":3,"message":"execution reverted","data":"0xdeadbeef"}""", "0xdeadbeef" },
        { """{"code":3,"message":"execution reverted"}""", "0x" },
        { """{"code":3,"message":"execution reverted","data":"0x"}""", "0x" },
        { """{"code":-32000,"message":"execution reverted","data":"0xdeadbeef"}""", "0xdeadbeef" },
        { """{"code":-32603,"message":"Error: VM Exception","data":{"message":"reverted","txHash":"0x01","data":"0xdeadbeef"}}""", "0xdeadbeef" },
        { """{"code":-32603,"message":"Internal JSON-RPC error.","data":{"code":3,"data":{"data":"0xdeadbeef"}}}""", "0xdeadbeef" },
    };

    [Theory]
    [MemberData(nameof(TransientFaults))]
    public async Task Transient_fault_is_outlived(string name, string reply)
    {
        await using var node = new ScriptedNode(reply, reply, ScriptedNode.Ok(Seven));
        using var client = new JsonRpcClient(node.Url, Quick);

        Assert.True(await client.GetBlockNumberAsync() == 7, name);
        Assert.Equal(3, node.Requests);
    }

    [Fact]
    public async Task Node_whose_connections_are_reset_is_unavailable_at_whatever_moment_that_is()
    {
        await using var node = new ResettingServer();
        using var client = new JsonRpcClient(node.Url, Quick with { MaxRetries = 0 });

        // Of this many some are reset between their connection and the first look at it.
        for (int i = 0; i < 2000; i++)
        {
            await Assert.ThrowsAsync<RpcUnavailableException>(() => client.GetBlockNumberAsync());
        }
    }

    [Theory]
    [MemberData(nameof(TransientFaults))]
    public async Task Fault_that_stays_is_thrown_after_bounded_repetitions(string name, string reply)
    {
        await using var node = new ScriptedNode(reply);
        using var client = new JsonRpcClient(node.Url, Quick);

        var fault = await Assert.ThrowsAnyAsync<EthereumException>(() => client.GetBlockNumberAsync());
        Assert.True(fault.IsTransient, name);
        Assert.DoesNotContain("secret-key", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, node.Requests);
    }

    [Fact]
    public async Task Refusal_by_the_http_server_is_not_repeated()
    {
        await using var node = new ScriptedNode(ScriptedNode.Status("401 Unauthorized"));
        using var client = new JsonRpcClient(node.Url, Quick);

        var fault = await Assert.ThrowsAsync<RpcUnavailableException>(() => client.GetBlockNumberAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, fault.Status);
        Assert.False(fault.IsTransient);
        Assert.Equal(1, node.Requests);
    }

    [Fact]
    public async Task Json_refusal_under_an_http_error_says_more_than_the_status()
    {
        await using var node = new ScriptedNode(ScriptedNode.Status("400 Bad Request", """{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"query returned more than 10000 results"}}"""));
        using var client = new JsonRpcClient(node.Url, Quick);

        var refusal = await Assert.ThrowsAsync<JsonRpcException>(() => client.GetLogsAsync(new LogFilter()));
        Assert.Equal((-32005, "eth_getLogs"), (refusal.Code, refusal.Method));
        Assert.Contains("10000", refusal.NodeMessage, StringComparison.Ordinal);
        Assert.Equal(1, node.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task Body_that_is_too_long_is_not_read(string encoding)
    {
        string reply = encoding.Length == 0
            ? ScriptedNode.Ok(new string(' ', 5000))
            : $"HTTP/1.1 200 OK\r\n{encoding}\r\nConnection: close\r\n\r\n1388\r\n{new string(' ', 5000)}\r\n0\r\n\r\n";
        await using var node = new ScriptedNode(reply);
        using var client = new JsonRpcClient(node.Url, Quick);

        var fault = await Assert.ThrowsAsync<RpcResponseTooLargeException>(() => client.GetBlockNumberAsync());
        Assert.Equal(4096, fault.LimitBytes);
        Assert.Equal(1, node.Requests);
    }

    [Fact]
    public async Task Batch_out_of_order_is_put_in_order()
    {
        await using var node = new ScriptedNode(ScriptedNode.Ok("""[{"id":2,"result":"0x2"},{"id":0,"result":"0x0"},{"id":1,"result":"0x1"}]"""));
        using var client = new JsonRpcClient(node.Url, Quick);

        Assert.Equal([0UL, 1, 2], await client.SendBatchAsync([EthRequests.BlockNumber(), EthRequests.BlockNumber(), EthRequests.BlockNumber()]));
    }

    [Theory]
    [InlineData("""[{"id":0,"result":"0x0"}]""")]
    [InlineData("""[{"id":0,"result":"0x0"},{"id":0,"result":"0x0"}]""")]
    [InlineData("""[{"id":0,"result":"0x0"},{"id":1,"result":"0x0"},{"id":2,"result":"0x0"}]""")]
    [InlineData("""[{"id":0,"result":"0x0"},{"id":1,"result":"0x0"}""")]
    [InlineData("""[1,2]""")]
    public async Task Batch_with_answers_missing_double_or_too_many_is_refused(string body)
    {
        await using var node = new ScriptedNode(ScriptedNode.Ok(body));
        using var client = new JsonRpcClient(node.Url, Quick);

        await Assert.ThrowsAsync<RpcResponseException>(() => client.SendBatchAsync([EthRequests.BlockNumber(), EthRequests.BlockNumber()]));
    }

    [Fact]
    public async Task Batch_is_split_at_its_limit()
    {
        await using var node = new ScriptedNode(
            ScriptedNode.Ok("""[{"id":0,"result":"0x0"},{"id":1,"result":"0x1"}]"""),
            ScriptedNode.Ok("""{"id":0,"result":"0x2"}"""));
        using var client = new JsonRpcClient(node.Url, Quick with { MaxBatch = 2 });

        Assert.Equal([0UL, 1, 2], await client.SendBatchAsync([EthRequests.BlockNumber(), EthRequests.BlockNumber(), EthRequests.BlockNumber()]));
        Assert.Equal(2, node.Requests);
    }

    [Theory]
    [MemberData(nameof(Reverts))]
    public async Task Revert_data_are_found_wherever_nodes_put_them(string error, string data)
    {
        await using var node = new ScriptedNode(ScriptedNode.Ok($$"""{"jsonrpc":"2.0","id":0,"error":{{error}}}"""));
        using var client = new JsonRpcClient(node.Url, Quick);

        var revert = await Assert.ThrowsAsync<ContractRevertedException>(() => client.CallAsync(new CallInput()));
        Assert.Equal(data, Hex.Format(revert.RevertData));
    }

    [Theory]
    [InlineData("""{"code":-32000,"message":"execution reverted: 0xdeadbeef"}""")]
    [InlineData("""{"code":-32000,"message":"header not found","data":{"message":"0xdeadbeef"}}""")]
    [InlineData("""{"code":-32000,"message":"header not found","data":"no data"}""")]
    public async Task Revert_is_never_guessed_from_a_message(string error)
    {
        await using var node = new ScriptedNode(ScriptedNode.Ok($$"""{"jsonrpc":"2.0","id":0,"error":{{error}}}"""));
        using var client = new JsonRpcClient(node.Url, Quick);

        await Assert.ThrowsAsync<JsonRpcException>(() => client.CallAsync(new CallInput()));
    }

    [Fact]
    public async Task Chain_without_finality_has_no_finalized_block()
    {
        await using var node = new ScriptedNode(
            ScriptedNode.Ok("""{"id":0,"error":{"code":-39001,"message":"Unknown block"}}"""),
            ScriptedNode.Ok("""{"id":0,"result":null}"""));
        using var client = new JsonRpcClient(node.Url, Quick);

        Assert.Null(await client.GetFinalizedBlockAsync());
        Assert.Null(await client.GetFinalizedBlockAsync());
    }

    [Fact]
    public async Task Silent_node_is_given_up_after_the_timeout()
    {
        await using var node = new ScriptedNode("");
        using var client = new JsonRpcClient(node.Url, Quick with { MaxRetries = 0, Timeout = TimeSpan.FromMilliseconds(100) });

        var fault = await Assert.ThrowsAsync<RpcUnavailableException>(() => client.GetBlockNumberAsync());
        Assert.Null(fault.Status);
    }

    [Fact]
    public async Task Closed_port_is_an_unavailable_node()
    {
        Uri url;
        await using (var node = new ScriptedNode(""))
        {
            url = node.Url;
        }

        using var client = new JsonRpcClient(url, Quick);
        await Assert.ThrowsAsync<RpcUnavailableException>(() => client.GetBlockNumberAsync());
    }

    [Fact]
    public async Task Canceled_question_ends_at_once()
    {
        await using var node = new ScriptedNode("");
        using var client = new JsonRpcClient(node.Url, Quick);
        using var canceled = new CancellationTokenSource();
        var asking = client.GetBlockNumberAsync(canceled.Token);
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }
}
