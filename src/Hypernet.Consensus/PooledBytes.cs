using System.Buffers;

namespace Hypernet.Consensus;

/// <summary>
/// Memory that is used again when both who made it and who was given it have let it go. Neither must: what is not let go is the
/// collector's, so whoever cannot prove that nobody looks at it any more just forgets it.
/// </summary>
internal sealed class PooledBytes
{
    // Less is garbage of the youngest generation, which costs less than a pool.
    private const int Least = 16 * 1024;
    private const int Kept = 1;
    private const int Given = 2;

    private readonly byte[] _bytes;
    private int _users;

    /// <summary>Takes memory, whose content is anything.</summary>
    /// <param name="length">In bytes.</param>
    /// <param name="isGiven">Whether somebody else is given it, too.</param>
    public PooledBytes(int length, bool isGiven)
    {
        bool isPooled = length >= Least;
        _bytes = isPooled ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);
        _users = isPooled ? Kept | (isGiven ? Given : 0) : 0;
        Memory = _bytes.AsMemory(0, length);
    }

    /// <summary>As many bytes as were asked for.</summary>
    public Memory<byte> Memory { get; }

    /// <summary>Who made it does not look at it any more. May be said again.</summary>
    public void Drop() => LetGo(Kept);

    /// <summary>Who was given it does not look at it any more. May be said again.</summary>
    public void Return() => LetGo(Given);

    private void LetGo(int user)
    {
        if (Interlocked.And(ref _users, ~user) == user)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
