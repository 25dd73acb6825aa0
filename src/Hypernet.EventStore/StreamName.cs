namespace Hypernet.EventStore;

/// <summary>The name of a stream: the facts of one job, seller, buyer or contract.</summary>
public readonly record struct StreamName
{
    private readonly string? _value;

    private StreamName(string value) => _value = value;

    /// <summary>The stream of one thing of a category.</summary>
    /// <param name="category">For example <c>job</c>; lower-case letters.</param>
    /// <param name="id">The address that it is known by.</param>
    /// <exception cref="ArgumentException">The category is empty or holds other characters.</exception>
    public static StreamName Of(string category, ContractAddress id)
    {
        if (category.Length == 0 || !category.All(char.IsAsciiLetterLower))
        {
            throw new ArgumentException($"'{category}' does not name a category: use lower-case letters.", nameof(category));
        }

        return new StreamName($"{category}-{id}");
    }

    /// <summary>The category, a hyphen, and the address in lower case.</summary>
    public override string ToString() => _value ?? string.Empty;
}
