namespace Hypernet.Sandbox;

/// <summary>The system-call filter of every sandbox, as bytes that bubblewrap loads. seccomp(2), docs/spec/sandbox.md.</summary>
internal static class SeccompFilter
{
    private const uint Allow = 0x7FFF0000;
    private const uint KillProcess = 0x80000000;
    private const uint Eperm = 0x00050000 | 1;
    private const uint Enosys = 0x00050000 | 38;
    private const uint EafNoSupport = 0x00050000 | 97;

    // struct seccomp_data: number, architecture, instruction pointer, six arguments of 64 bits. The kernel takes all
    // arguments that are tested here as 32 bits, which are the low half.
    private const uint Number = 0;
    private const uint Architecture = 4;
    private const uint FirstArgument = 16;
    private const uint SecondArgument = 24;

    private const uint AfUnix = 1;
    private const uint Tiocsti = 0x5412;
    private const uint Tioclinux = 0x541C;

    // NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
    private const uint CloneNewAny = 0x7E020080;

    /// <summary>Assembles the filter: what is not refused is allowed.</summary>
    public static byte[] Assemble(SystemCalls calls)
    {
        BpfInstruction[] program =
        [
            // A foreign architecture or ABI numbers its calls differently: every later test would be about another call.
            BpfInstruction.Load(Architecture),
            BpfInstruction.SkipIfEqual(calls.Architecture, 1),
            BpfInstruction.Return(KillProcess),
            BpfInstruction.Load(Number),
            BpfInstruction.SkipUnlessAtLeast(calls.ForeignAbi, 1),
            BpfInstruction.Return(KillProcess),
            BpfInstruction.SkipUnlessAtLeast(calls.FirstUnknown, 1),
            BpfInstruction.Return(Enosys),

            // Its flags lie in memory, where a filter cannot look. The C library falls back to clone.
            .. When(calls.Clone3, BpfInstruction.Return(Enosys)),
            .. When(
                calls.Clone,
                BpfInstruction.Load(FirstArgument),
                BpfInstruction.SkipUnlessAny(CloneNewAny, 1),
                BpfInstruction.Return(Eperm),
                BpfInstruction.Return(Allow)),
            .. WhenSocket(calls.Socket),
            .. WhenSocket(calls.SocketPair),
            .. When(
                calls.Ioctl,
                BpfInstruction.Load(SecondArgument),
                BpfInstruction.SkipUnlessEqual(Tiocsti, 1),
                BpfInstruction.Return(Eperm),
                BpfInstruction.SkipUnlessEqual(Tioclinux, 1),
                BpfInstruction.Return(Eperm),
                BpfInstruction.Return(Allow)),
            .. calls.Denied.Keys.SelectMany(number => When(number, BpfInstruction.Return(Eperm))),
            BpfInstruction.Return(Allow),
        ];

        byte[] bytes = new byte[program.Length * BpfInstruction.Size];
        for (int i = 0; i < program.Length; i++)
        {
            program[i].Write(bytes.AsSpan(i * BpfInstruction.Size));
        }

        return bytes;
    }

    private static IEnumerable<BpfInstruction> WhenSocket(uint number) => When(
        number,
        BpfInstruction.Load(FirstArgument),
        BpfInstruction.SkipUnlessEqual(AfUnix, 1),
        BpfInstruction.Return(Allow),
        BpfInstruction.Return(EafNoSupport));

    // The loaded value is the number of the call; a body that loads another one ends in a return.
    private static IEnumerable<BpfInstruction> When(uint number, params BpfInstruction[] body) =>
        [BpfInstruction.SkipUnlessEqual(number, checked((byte)body.Length)), .. body];
}
