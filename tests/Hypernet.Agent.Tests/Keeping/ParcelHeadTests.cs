using Hypernet.Agent.Keeping;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Keeping;

public sealed class ParcelHeadTests
{
    private const int Blob = 64 << 20;
    private const int Piece = ParcelHead.MostBytes;

    private static readonly Bytes32 Digest = Bytes32.Sha256("a checkpoint"u8);

    public static TheoryData<string, int> Sound => new()
    {
        { nameof(ParcelKind.Offer), 0 }, { nameof(ParcelKind.Held), 0 }, { nameof(ParcelKind.Ask), 0 }, { nameof(ParcelKind.Read), 0 }, { nameof(ParcelKind.Bytes), 160 },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void Parcel_is_read_as_it_was_written_and_not_a_byte_shorter_or_longer(string kind, int following)
    {
        var head = new ParcelHead(Enum.Parse<ParcelKind>(kind), Digest, Total: following);
        byte[] parcel = head.With(new byte[following]);

        Assert.True(ParcelHead.TryRead(parcel, out var read));
        Assert.Equal(head, read);
        Assert.False(ParcelHead.TryRead(parcel.AsSpan(..^1), out _));
        Assert.False(ParcelHead.TryRead([.. parcel, 0], out _));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 1)]
    [InlineData(0, Piece, Piece)]
    [InlineData(0, Piece + 1, Piece)]
    [InlineData(Piece, Piece + 1, 1)]
    [InlineData(Blob - Piece, Blob, Piece)]
    public void Bytes_of_a_part_come_in_pieces_of_one_length_but_for_the_rest(long offset, long total, int following) =>
        Assert.True(ParcelHead.TryRead(new ParcelHead(ParcelKind.Bytes, Digest, CheckpointPart.State, offset, total).With(new byte[following]), out _));

    [Theory]
    [InlineData(5, 2, 0, Piece + 1, 1)]
    [InlineData(5, 2, 0, Blob + 1, Piece)]
    [InlineData(5, 2, 0, -1, 0)]
    [InlineData(5, 2, -Piece, Piece, Piece)]
    [InlineData(5, 2, 1, Piece + 1, Piece)]
    [InlineData(5, 2, 2 * Piece, Piece, 0)]
    [InlineData(5, 2, long.MinValue, 0, 0)]
    [InlineData(5, 0, 0, 161, 161)]
    [InlineData(5, 3, 0, 1, 1)]
    [InlineData(4, 2, -Piece, 0, 0)]
    [InlineData(4, 2, 1, 0, 0)]
    [InlineData(4, 2, Blob + Piece, 0, 0)]
    [InlineData(4, 2, 0, 1, 0)]
    [InlineData(1, 2, 0, 0, 0)]
    [InlineData(1, 0, 0, 0, 1)]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(6, 0, 0, 0, 0)]
    public void What_has_no_form_of_a_parcel_is_none(int kind, int part, long offset, long total, int following) =>
        Assert.False(ParcelHead.TryRead(new ParcelHead((ParcelKind)kind, Digest, (CheckpointPart)part, offset, total).With(new byte[following]), out _));

    [Fact]
    public void Another_version_or_a_set_byte_where_there_are_zeros_is_none()
    {
        byte[] parcel = new ParcelHead(ParcelKind.Ask, Digest).With();
        foreach (int at in new[] { 0, 3, 7 })
        {
            byte[] other = [.. parcel];
            other[at] ^= 2;
            Assert.False(ParcelHead.TryRead(other, out _));
        }
    }
}
