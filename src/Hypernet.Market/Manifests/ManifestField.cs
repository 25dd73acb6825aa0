using System.Globalization;

namespace Hypernet.Market;

/// <summary>
/// One field of a manifest, read as the type it should have. What is wrong is noted, and a stand-in answered, so that
/// one reading finds every error; the manifest is refused at the end.
/// </summary>
/// <param name="Path">The field's full name.</param>
/// <param name="Node">Its value, or <see langword="null"/> if the file does not have it.</param>
/// <param name="Owner">What holds it, or should.</param>
/// <param name="Errors">Where errors are noted.</param>
internal sealed record ManifestField(string Path, YamlNode? Node, YamlNode Owner, List<ManifestError> Errors)
{
    private string Name => Path[(Path.LastIndexOf('.') + 1)..];

    public void Fail(string problem, string fix)
    {
        YamlNode at = Node ?? Owner;
        Errors.Add(new ManifestError(at.Line, at.Column, Path, problem, fix));
    }

    /// <summary>A text of 1 to <paramref name="most"/> characters without control characters; required if there is no <paramref name="fallback"/>.</summary>
    public string Text(int most, string? fallback = null) => Scalar(fallback is null) is not { } scalar
        ? fallback ?? ""
        : Checked(
            scalar.Value,
            scalar.Value.Length <= most && (scalar.Value.Length > 0 || fallback is not null) && !scalar.Value.Any(IsControl),
            $"is empty, has control characters, or {scalar.Value.Length} characters",
            $"write 1 to {most} characters");

    public int Integer(int least, int most, int? fallback = null)
    {
        if (Scalar(fallback is null) is not { } scalar)
        {
            return fallback ?? least;
        }

        bool isRead = int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value);
        return Checked(
            value,
            isRead && value >= least && value <= most,
            $"'{scalar.Value}' is not a whole number from {least} to {most}",
            $"write a number from {least} to {most}");
    }

    public TimeSpan Duration(TimeSpan least, TimeSpan most, TimeSpan? fallback = null)
    {
        if (Scalar(fallback is null) is not { } scalar)
        {
            return fallback ?? least;
        }

        bool isRead = DurationText.TryParse(scalar.Value, out TimeSpan value);
        string range = $"{DurationText.Format(least)} to {DurationText.Format(most)}";
        return Checked(
            value,
            isRead && value >= least && value <= most,
            isRead ? $"{scalar.Value} is outside {range}" : $"'{scalar.Value}' is not a duration",
            isRead ? $"choose {range}" : "write a whole number with its unit s, min, h or d, such as 40s or 20min");
    }

    /// <summary>An amount of HYT above zero, quoted: other readers of YAML would round a bare number.</summary>
    public Amount Money(Amount? fallback = null)
    {
        if (Scalar(fallback is null) is not { } scalar)
        {
            return fallback ?? Amount.Zero;
        }

        if (!Amount.TryParse(scalar.Value, out Amount value) || value == Amount.Zero)
        {
            Fail($"'{scalar.Value}' is not an amount of HYT above zero", $"write it as \"1.5\", with at most {Amount.Decimals} decimals");
        }
        else if (!scalar.IsQuoted)
        {
            Fail($"{scalar.Value} is a bare number", $"write \"{scalar.Value}\" in quotes, so that no program rounds it");
        }

        return value;
    }

    public Bytes32 Sha256()
    {
        Bytes32 value = default;
        if (Scalar(isRequired: true) is { } scalar && (scalar.Value.Length != 2 * Bytes32.Length || !Bytes32.TryParse(scalar.Value, out value)))
        {
            Fail($"'{scalar.Value}' is not a SHA-256", "write the 64 hexadecimal digits that sha256sum prints");
        }

        return value;
    }

    /// <summary>One of a few words; required if there is no <paramref name="fallback"/>.</summary>
    public T Choice<T>(T? fallback, params (string Word, T Value)[] choices)
        where T : struct
    {
        if (Scalar(fallback is null) is not { } scalar)
        {
            return fallback ?? default;
        }

        foreach ((string word, T value) in choices)
        {
            if (scalar.Value == word)
            {
                return value;
            }
        }

        string? meant = Spelling.Nearest(scalar.Value, choices.Select(choice => choice.Word));
        string words = string.Join(", ", choices.Select(choice => choice.Word));
        Fail($"'{scalar.Value}' is not known", meant is null ? $"choose one of {words}" : $"did you mean {meant}? (one of {words})");
        return fallback ?? default;
    }

    /// <summary>A path below a folder that is not the reader's to leave.</summary>
    public string RelativePath()
    {
        string path = Text(255);
        bool isSafe = !path.Contains('\\', StringComparison.Ordinal)
            && path.Split('/').All(part => part is not ("" or "." or ".."));
        return Checked(path, path.Length == 0 || isSafe, $"'{path}' is not a plain relative path", "write names joined by single slashes, without . and ..");
    }

    /// <summary>A list of <paramref name="least"/> to <paramref name="most"/> items; absent means empty.</summary>
    public ValueList<T> List<T>(int least, int most, Func<ManifestField, T> read)
    {
        if (Node is null && least == 0)
        {
            return [];
        }

        if (Node is not YamlSequence sequence)
        {
            Fail(Node is null ? "is missing" : "is not a list", $"write {Name}: [ … ]");
            return [];
        }

        if (sequence.Items.Count < least || sequence.Items.Count > most)
        {
            Fail($"has {sequence.Items.Count} items", $"give {least} to {most}");
        }

        return [.. sequence.Items.Take(most).Select((item, i) => read(new ManifestField($"{Path}[{i}]", item, sequence, Errors)))];
    }

    /// <summary>The field as a text, if it is there and is one.</summary>
    public YamlScalar? Scalar(bool isRequired)
    {
        switch (Node)
        {
            case YamlScalar scalar:
                return scalar;
            case null when isRequired:
                Fail("is missing", $"add {Name}: …");
                return null;
            case null:
                return null;
            default:
                Fail("must be a single value", $"write {Name}: …");
                return null;
        }
    }

    private static bool IsControl(char character) => char.IsControl(character) && character is not ('\n' or '\t');

    private T Checked<T>(T value, bool isRight, string problem, string fix)
    {
        if (!isRight)
        {
            Fail(problem, fix);
        }

        return value;
    }
}
