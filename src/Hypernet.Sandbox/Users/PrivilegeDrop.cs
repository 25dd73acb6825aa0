using System.Diagnostics;

namespace Hypernet.Sandbox;

/// <summary>How a process started by root starts a child under an unprivileged user.</summary>
public static class PrivilegeDrop
{
    /// <summary>
    /// Prepares the start of a child that joins the delegated control groups, then loses root for good: user, groups,
    /// capabilities, and the gain of privileges by execution. It gets no variable but PATH, HOME and LANG: what it needs
    /// is added to the result, which also takes redirections.
    /// </summary>
    /// <param name="user">The user; see <see cref="HostUserLease"/>.</param>
    /// <param name="folder">Home and working folder, owned by that user.</param>
    /// <param name="delegation">Control groups for it; null for none.</param>
    /// <param name="command">Absolute path of the command, which the user can read.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What <see cref="Process.Start(ProcessStartInfo)"/> takes.</returns>
    /// <exception cref="UnsafeUserException">The user is root.</exception>
    public static ProcessStartInfo StartInfo(
        HostUser user, string folder, ResourceDelegation? delegation, string command, params IEnumerable<string> arguments)
    {
        user.ThrowIfRoot();
        string id = user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] drop =
        [
            "/usr/bin/setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--inh-caps=-all", "--no-new-privs", "--",
        ];
        var launch = LaunchScript.Wrap(delegation?.JoinFiles ?? [], openFiles: null, [.. drop, command, .. arguments]);
        var info = new ProcessStartInfo(launch[0], launch.Skip(1)) { WorkingDirectory = folder, UseShellExecute = false };
        info.Environment.Clear();
        info.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        info.Environment["HOME"] = folder;
        info.Environment["LANG"] = "C.UTF-8";
        return info;
    }
}
