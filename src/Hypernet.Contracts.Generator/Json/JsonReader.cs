using System.Globalization;
using System.Text;

namespace Hypernet.Contracts.Generator;

/// <summary>
/// Reads JSON (RFC 8259). An analyzer for netstandard2.0 has no System.Text.Json unless it brings all its dependencies.
/// </summary>
internal sealed class JsonReader
{
    private const string Escapes = "\"\\/bfnrt";
    private const string Escaped = "\"\\/\b\f\n\r\t";

    private readonly string _text;
    private int _at;

    private JsonReader(string text) => _text = text;

    /// <summary>Reads a whole text.</summary>
    /// <exception cref="FormatException">It is not JSON.</exception>
    public static JsonValue Read(string text)
    {
        var reader = new JsonReader(text);
        JsonValue value = reader.ReadValue();
        return reader.Peek() == '\0' ? value : throw reader.Fault("the end");
    }

    private JsonValue ReadValue() => Peek() switch
    {
        '{' => ReadObject(),
        '[' => ReadArray(),
        '"' => new JsonText(ReadText()),
        _ => ReadLiteral(),
    };

    private JsonObject ReadObject()
    {
        var members = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        Take('{');
        while (Peek() != '}')
        {
            if (members.Count > 0)
            {
                Take(',');
            }

            Peek();
            string name = ReadText();
            Take(':');
            members[name] = ReadValue();
        }

        Take('}');
        return new JsonObject(members);
    }

    private JsonArray ReadArray()
    {
        var items = new List<JsonValue>();
        Take('[');
        while (Peek() != ']')
        {
            if (items.Count > 0)
            {
                Take(',');
            }

            items.Add(ReadValue());
        }

        Take(']');
        return new JsonArray(items);
    }

    private JsonLiteral ReadLiteral()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '-' or '+' or '.'))
        {
            _at++;
        }

        return _at > start ? new JsonLiteral(_text.Substring(start, _at - start)) : throw Fault("a value");
    }

    private string ReadText()
    {
        var text = new StringBuilder();
        TakeHere('"');
        while (true)
        {
            char c = _at < _text.Length ? _text[_at++] : throw Fault("the end of a text");
            switch (c)
            {
                case '"':
                    return text.ToString();
                case '\\':
                    text.Append(ReadEscape());
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
    }

    private char ReadEscape()
    {
        char c = _at < _text.Length ? _text[_at++] : '\0';
        if (c == 'u' && _at + 4 <= _text.Length
            && ushort.TryParse(_text.Substring(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            _at += 4;
            return (char)code;
        }

        int escape = Escapes.IndexOf(c);
        return escape >= 0 ? Escaped[escape] : throw Fault("an escape");
    }

    private void Take(char expected)
    {
        Peek();
        TakeHere(expected);
    }

    private void TakeHere(char expected)
    {
        if (_at >= _text.Length || _text[_at] != expected)
        {
            throw Fault($"'{expected}'");
        }

        _at++;
    }

    // The next character that is no white space, or '\0' at the end.
    private char Peek()
    {
        while (_at < _text.Length && _text[_at] is (' ' or '\t' or '\r' or '\n'))
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : '\0';
    }

    private FormatException Fault(string expected) =>
        new(string.Format(CultureInfo.InvariantCulture, "{0} is expected at character {1}", expected, _at));
}
