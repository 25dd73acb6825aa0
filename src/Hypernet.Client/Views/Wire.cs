namespace Hypernet.Client;

/// <summary>Words that stand in every document of the API.</summary>
public static class Wire
{
    /// <summary>The version of the API's schema; a breaking change raises it.</summary>
    public const string ApiVersion = "hypernet/v1";

    /// <summary>The unit of every amount: the smallest unit of Hypertoken, 10⁻¹⁸ HYT (atto).</summary>
    public const string AmountUnit = "aHYT";
}
