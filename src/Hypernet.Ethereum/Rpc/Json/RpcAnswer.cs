using System.Text.Json;

namespace Hypernet.Ethereum.Rpc.Json;

/// <summary>One answer, cut out of a body but not yet read: its result or its error.</summary>
internal readonly record struct RpcAnswer(int Id, ReadOnlyMemory<byte> Result, ReadOnlyMemory<byte> Error)
{
    /// <summary>Cuts a body of one answer, or of a batch, into answers.</summary>
    /// <exception cref="JsonException">The body is not JSON-RPC.</exception>
    public static List<RpcAnswer> ReadAll(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span);
        var answers = new List<RpcAnswer>();
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                answers.Add(Read(ref reader, body));
            }
        }
        else
        {
            answers.Add(Read(ref reader, body));
        }

        return answers;
    }

    /// <summary>The exception that the error stands for.</summary>
    public EthereumException ToException(string method)
    {
        using var document = JsonDocument.Parse(Error);
        var error = document.RootElement;
        if (error.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("An error is not an object.");
        }

        int code = error.TryGetProperty("code", out var number) && number.TryGetInt32(out int value) ? value : 0;
        string message = error.TryGetProperty("message", out var text) ? text.ToString() : "";
        return RevertData(error, code) is { } data
            ? new ContractRevertedException(data)
            : new JsonRpcException(method, code, message.Length <= 512 ? message : message[..512]);
    }

    // Nodes put the data of a revert under error.data as text, or as an object that holds them under "data" again
    // (Hardhat before 3). Code 3 is a revert also without data (EIP-1474 as extended by Geth).
    private static byte[]? RevertData(JsonElement error, int code)
    {
        var data = error;
        for (int depth = 0; depth < 3 && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("data", out var inner); depth++)
        {
            data = inner;
        }

        string? text = data.ValueKind == JsonValueKind.String ? data.GetString() : null;
        byte[] bytes = new byte[Math.Max(0, (text?.Length ?? 0) - 2) / 2];
        bool isHex = text?.StartsWith("0x", StringComparison.Ordinal) == true && Hex.TryParse(text, bytes);
        return isHex ? bytes : code == 3 ? [] : null;
    }

    private static RpcAnswer Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An answer is not an object.");
        }

        int id = -1;
        ReadOnlyMemory<byte> result = default;
        ReadOnlyMemory<byte> error = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = reader.ValueTextEquals("id"u8);
            bool isResult = reader.ValueTextEquals("result"u8);
            bool isError = reader.ValueTextEquals("error"u8);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            bool isNull = reader.TokenType == JsonTokenType.Null;
            if (isId && reader.TokenType == JsonTokenType.Number)
            {
                id = reader.TryGetInt32(out int number) ? number : -1;
            }

            reader.Skip();
            var value = body[start..(int)reader.BytesConsumed];
            result = isResult ? value : result;
            error = isError && !isNull ? value : error;
        }

        return new RpcAnswer(id, result, error);
    }
}
