using System.Globalization;
using System.Text;

namespace Hypernet.Consensus.Membership;

/// <summary>What was called, as a message shows it.</summary>
internal static class DescriptorText
{
    /// <summary>Such as <c>all_reduce(sum, f64, 8)</c>; what has its usual value is not shown.</summary>
    public static string Describe(this Descriptor descriptor)
    {
        var parts = new List<string>();
        Add(descriptor.Operator != ReduceOperator.None, Snake(descriptor.Operator));
        Add(descriptor.Kind != OperationKind.Barrier, descriptor.Type == ElementType.Bytes ? "bytes" : Snake(descriptor.Type));
        Add(descriptor.Count != 0, descriptor.Count.ToString(CultureInfo.InvariantCulture));
        Add(descriptor.Kind is OperationKind.Reduce or OperationKind.Broadcast or OperationKind.Gather or OperationKind.Scatter, $"root {descriptor.Root}");
        Add(descriptor.Exactness != Exactness.Default, Snake(descriptor.Exactness));
        Add(descriptor.Digits != 0, $"{descriptor.Digits} digits");
        Add(descriptor.OnLoss != OnLoss.Survivors, Snake(descriptor.OnLoss));
        Add(descriptor.Parameter != 0, $"parameter {descriptor.Parameter:x16}");
        return $"{Snake(descriptor.Kind)}({string.Join(", ", parts)})";

        void Add(bool isShown, string part)
        {
            if (isShown)
            {
                parts.Add(part);
            }
        }
    }

    private static string Snake<T>(T value)
        where T : struct, Enum
    {
        var text = new StringBuilder();
        foreach (char letter in value.ToString())
        {
            text.Append(char.IsUpper(letter) && text.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
