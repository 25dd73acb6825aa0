using System.Text;
using Xunit;

namespace Hypernet.Sandbox;

public sealed class OutputTailTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("abc", "abc")]
    [InlineData("abcd|ef", "cdef")]
    [InlineData("abcdefghij", "ghij")]
    [InlineData("a|b|c|d|e|f|g|h|i|j", "ghij")]
    [InlineData("abc|def|ghi|jkl|m", "jklm")]
    public void Tail_keeps_the_newest_bytes(string written, string kept)
    {
        var tail = new OutputTail(4);
        foreach (string part in written.Split('|'))
        {
            tail.Append(Encoding.UTF8.GetBytes(part));
        }

        Assert.Equal(kept, tail.ToString());
    }

    [Fact]
    public void Control_characters_never_reach_a_terminal()
    {
        var tail = new OutputTail(100);
        tail.Append("a\n\tb\u001b[2Jc\u009bd\r\0"u8);

        Assert.Equal("a\n\tb\uFFFD[2Jc\uFFFDd\uFFFD\uFFFD", tail.ToString());
    }

    [Fact]
    public void Tail_of_an_endless_line_stays_small()
    {
        var tail = new OutputTail(1000);
        byte[] line = new byte[777];
        Array.Fill(line, (byte)'x');
        for (int i = 0; i < 10_000; i++)
        {
            tail.Append(line);
        }

        Assert.Equal(new string('x', 1000), tail.ToString());
    }
}
