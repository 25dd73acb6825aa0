using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Hypernet.Sandbox;

/// <summary>The system calls of one architecture that the filter knows.</summary>
internal sealed class SystemCalls
{
    /// <summary>Value of AUDIT_ARCH_* (linux/audit.h).</summary>
    public required uint Architecture { get; init; }

    /// <summary>First number of a second ABI on the same architecture, which is refused.</summary>
    public required uint ForeignAbi { get; init; }

    /// <summary>First number that this table was not written for: newer kernels' calls are answered as unknown.</summary>
    public required uint FirstUnknown { get; init; }

    public required uint Socket { get; init; }

    public required uint SocketPair { get; init; }

    public required uint Clone { get; init; }

    public required uint Clone3 { get; init; }

    public required uint Ioctl { get; init; }

    /// <summary>Calls that are refused whatever their arguments.</summary>
    public required ImmutableSortedDictionary<uint, string> Denied { get; init; }

    /// <summary>x86-64, as of Linux 6.10: arch/x86/entry/syscalls/syscall_64.tbl.</summary>
    public static SystemCalls X64 { get; } = new()
    {
        Architecture = 0xC000003E,
        ForeignAbi = 0x40000000,
        FirstUnknown = 463,
        Socket = 41,
        SocketPair = 53,
        Clone = 56,
        Clone3 = 435,
        Ioctl = 16,
        Denied = ImmutableSortedDictionary.CreateRange(
        [
            // Other processes.
            Call(101, "ptrace"), Call(310, "process_vm_readv"), Call(311, "process_vm_writev"), Call(312, "kcmp"),
            Call(434, "pidfd_open"), Call(438, "pidfd_getfd"), Call(440, "process_madvise"), Call(448, "process_mrelease"),

            // Namespaces and mounts.
            Call(155, "pivot_root"), Call(161, "chroot"), Call(165, "mount"), Call(166, "umount2"), Call(272, "unshare"),
            Call(308, "setns"), Call(428, "open_tree"), Call(429, "move_mount"), Call(430, "fsopen"), Call(431, "fsconfig"),
            Call(432, "fsmount"), Call(433, "fspick"), Call(442, "mount_setattr"), Call(457, "statmount"), Call(458, "listmount"),

            // Files by other ways than paths, and device nodes.
            Call(133, "mknod"), Call(259, "mknodat"), Call(300, "fanotify_init"), Call(303, "name_to_handle_at"),
            Call(304, "open_by_handle_at"), Call(179, "quotactl"), Call(443, "quotactl_fd"),

            // Parts of the kernel where most of the published escapes began.
            Call(248, "add_key"), Call(249, "request_key"), Call(250, "keyctl"), Call(298, "perf_event_open"), Call(321, "bpf"),
            Call(323, "userfaultfd"), Call(425, "io_uring_setup"), Call(426, "io_uring_enter"), Call(427, "io_uring_register"),
            Call(447, "memfd_secret"), Call(459, "lsm_get_self_attr"), Call(460, "lsm_set_self_attr"), Call(461, "lsm_list_modules"),

            // The machine.
            Call(103, "syslog"), Call(134, "uselib"), Call(135, "personality"), Call(136, "ustat"), Call(139, "sysfs"),
            Call(153, "vhangup"), Call(154, "modify_ldt"), Call(156, "_sysctl"), Call(159, "adjtimex"), Call(163, "acct"),
            Call(164, "settimeofday"), Call(167, "swapon"), Call(168, "swapoff"), Call(169, "reboot"), Call(170, "sethostname"),
            Call(171, "setdomainname"), Call(172, "iopl"), Call(173, "ioperm"), Call(174, "create_module"), Call(175, "init_module"),
            Call(176, "delete_module"), Call(177, "get_kernel_syms"), Call(178, "query_module"), Call(180, "nfsservctl"),
            Call(212, "lookup_dcookie"), Call(227, "clock_settime"), Call(246, "kexec_load"), Call(305, "clock_adjtime"),
            Call(313, "finit_module"), Call(320, "kexec_file_load"),

            // Placement of memory, which belongs to the seller.
            Call(237, "mbind"), Call(238, "set_mempolicy"), Call(239, "get_mempolicy"), Call(256, "migrate_pages"),
            Call(279, "move_pages"), Call(450, "set_mempolicy_home_node"),
        ]),
    };

    /// <summary>The table of the architecture of this process.</summary>
    /// <exception cref="SandboxUnavailableException">There is none yet.</exception>
    public static SystemCalls OfThisMachine => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64
        ? X64
        : throw new SandboxUnavailableException(
            $"there is no system-call filter for {RuntimeInformation.ProcessArchitecture}.", "Use an x86-64 machine.");

    private static KeyValuePair<uint, string> Call(uint number, string name) => KeyValuePair.Create(number, name);
}
