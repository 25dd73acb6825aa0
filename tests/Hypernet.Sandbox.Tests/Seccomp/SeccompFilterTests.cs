using Hypernet.Testing;
using Xunit;

namespace Hypernet.Sandbox;

public sealed class SeccompFilterTests
{
    private const uint X64 = 0xC000003E;
    private const uint I386 = 0x40000003;
    private const uint Allow = 0x7FFF0000;
    private const uint Kill = 0x80000000;
    private const uint Eperm = 0x00050001;
    private const uint Enosys = 0x00050026;
    private const uint EafNoSupport = 0x00050061;
    private static readonly byte[] Filter = SeccompFilter.Assemble(SystemCalls.X64);

    [Fact]
    public void Filter_is_the_golden_one_byte_for_byte()
    {
        string path = Path.Combine(Repository.Root, "tests", "vectors", "seccomp", "x64.bpf");

        Assert.Equal(File.ReadAllBytes(path), Filter);
    }

    [Theory]
    [InlineData(0, 0, 0, Allow)] // read
    [InlineData(59, 0, 0, Allow)] // execve
    [InlineData(462, 0, 0, Allow)] // mseal, the newest that is known
    [InlineData(463, 0, 0, Enosys)]
    [InlineData(0x3FFFFFFF, 0, 0, Enosys)]
    [InlineData(0x40000000, 0, 0, Kill)] // read of the x32 ABI
    [InlineData(0xFFFFFFFF, 0, 0, Kill)]
    [InlineData(435, 0, 0, Enosys)] // clone3
    [InlineData(56, 0x003D0F00, 0, Allow)] // clone, as for a thread
    [InlineData(56, 0x00000011, 0, Allow)] // clone, as for a fork
    [InlineData(56, 0x10000011, 0, Eperm)] // clone with a user namespace
    [InlineData(41, 1, 0, Allow)] // socket(AF_UNIX)
    [InlineData(41, 2, 0, EafNoSupport)]
    [InlineData(41, 16, 0, EafNoSupport)]
    [InlineData(53, 1, 0, Allow)] // socketpair(AF_UNIX)
    [InlineData(53, 10, 0, EafNoSupport)]
    [InlineData(16, 0, 0x5401, Allow)] // ioctl(TCGETS)
    [InlineData(16, 0, 0x5412, Eperm)] // ioctl(TIOCSTI)
    [InlineData(16, 0, 0x541C, Eperm)] // ioctl(TIOCLINUX)
    public void Filter_decides_by_number_and_arguments(uint number, uint first, uint second, uint expected)
    {
        Assert.Equal(expected, Decide(X64, number, first, second));
    }

    [Fact]
    public void Denied_call_is_refused_whatever_its_arguments()
    {
        Assert.All(SystemCalls.X64.Denied.Keys, number => Assert.Equal(Eperm, Decide(X64, number, 1, 0x5401)));
    }

    [Fact]
    public void Each_call_of_a_foreign_architecture_kills()
    {
        Assert.All(Enumerable.Range(0, 500), number => Assert.Equal(Kill, Decide(I386, (uint)number, 0, 0)));
    }

    // Classic BPF as the kernel runs it: Documentation/networking/filter.rst, for the operations that the filter uses.
    private static uint Decide(uint architecture, uint number, uint first, uint second)
    {
        var data = new Dictionary<uint, uint> { [0] = number, [4] = architecture, [16] = first, [24] = second };
        uint loaded = 0;
        for (int i = 0; ;)
        {
            var instruction = Filter.AsSpan(i++ * 8, 8);
            uint value = BitConverter.ToUInt32(instruction[4..]);
            switch (BitConverter.ToUInt16(instruction))
            {
                case 0x20:
                    loaded = data[value];
                    break;
                case 0x15:
                    i += loaded == value ? instruction[2] : instruction[3];
                    break;
                case 0x35:
                    i += loaded >= value ? instruction[2] : instruction[3];
                    break;
                case 0x45:
                    i += (loaded & value) != 0 ? instruction[2] : instruction[3];
                    break;
                case 0x06:
                    return value;
                default:
                    throw new InvalidDataException($"Operation {instruction[0]:x2} at {i - 1} is not one of classic BPF's that the filter needs.");
            }
        }
    }
}
