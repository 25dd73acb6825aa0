namespace Hypernet.Consensus.Payloads;

/// <summary>Bitwise and, or.</summary>
/// <param name="size">Slots of the group.</param>
/// <param name="reduction">And, or.</param>
/// <param name="bytes">Bytes of a contribution.</param>
internal sealed class BitsPayload(int size, ReduceOperator reduction, int bytes) : ElementPayload<byte>(size, bytes)
{
    /// <inheritdoc/>
    protected override void Combine(Span<byte> elements, ReadOnlySpan<byte> others)
    {
        bool isAnd = reduction == ReduceOperator.And;
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = isAnd ? (byte)(elements[i] & others[i]) : (byte)(elements[i] | others[i]);
        }
    }
}
