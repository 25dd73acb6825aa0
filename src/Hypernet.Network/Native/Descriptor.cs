using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hypernet.Network.Native;

/// <summary>An open file of the system: closed when the last call that uses it returns.</summary>
internal class Descriptor : SafeHandleMinusOneIsInvalid
{
    /// <param name="descriptor">What a call gave.</param>
    /// <param name="what">What was asked of the system, if it failed.</param>
    public Descriptor(int descriptor, string what)
        : base(ownsHandle: true)
    {
        if (descriptor < 0)
        {
            throw SystemCallException.Of(what, Marshal.GetLastPInvokeError());
        }

        SetHandle(descriptor);
    }

    protected override bool ReleaseHandle() => Libc.Close(handle) == 0;
}
